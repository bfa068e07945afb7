import type { Call, MediaFile } from "./activity.js";
import type { ArchivedLinks } from "./archived-link.js";
import { callOutcome } from "./call-outcome.js";
import { callParties } from "./call-parties.js";
import { callTranscript } from "./call-transcript.js";
import { defined } from "./defined.js";
import type { Directory } from "./directory.js";
import { mediaFiles } from "./media-file.js";
import type { CallRecord } from "./record.js";
import { callSources, type MediaSource } from "./sources.js";
import { isoTime, parseTime } from "./time.js";
import { workspacePhoneNumber } from "./workspace-phone-number.js";
import { AGENT, workspaceUser } from "./workspace-user.js";

export interface ViewOptions {
  directory: Directory;
  /** Files already archived, by `sourceId`; a file that is not there has no link yet. */
  media?: ArchivedLinks;
}

/** The record as a mapping sees it. */
export function toCall(record: CallRecord, { directory, media = new Map() }: ViewOptions): Call {
  const { fields, summary } = record;
  const { from, to, own, participants, counterparts } = callParties(record, directory);
  const sources = callSources(record);
  const filesOf = (kind: MediaSource["kind"]) =>
    mediaFiles(
      sources.filter((source) => source.kind === kind),
      media,
    );
  const [voicemailFile] = filesOf("voicemail");
  const outcome = callOutcome(record);
  // Who answered, not whose number it is.
  const userId = fields.answeredBy ?? fields.initiatedBy ?? fields.userId;
  const isAgents = outcome === "AI handled" && fields.answeredBy === undefined;
  return defined({
    kind: "call" as const,
    id: record.id,
    direction: fields.direction?.value,
    status: outcome,
    rawStatus: fields.status?.value,
    phoneNumber: workspacePhoneNumber(fields.phoneNumberId?.value, own, directory),
    user: isAgents ? AGENT : workspaceUser(userId?.value, directory),
    conversationId: fields.conversationId?.value,
    link: fields.link?.value,
    from,
    to,
    participants,
    counterparts,
    startedAt: isoTime(fields.createdAt?.value),
    answeredAt: isoTime(fields.answeredAt?.value),
    endedAt: isoTime(fields.completedAt?.value),
    durationSeconds: durationSeconds(record),
    forwardedFrom: fields.forwardedFrom?.value,
    forwardedTo: fields.forwardedTo?.value,
    menuSelection: fields.menuSelection?.value,
    recordings: filesOf("recording"),
    voicemail: voicemailOf(voicemailFile, record.voicemail.transcript?.value),
    summary: summary.summary?.value ?? [],
    nextSteps: summary.nextSteps?.value ?? [],
    jobs: summary.jobs?.value ?? [],
    transcript: callTranscript(record, directory),
  });
}

/**
 * Legacy v3 webhooks do not say it, so it is computed then; 0 if the call never connected. A 0 that was said before
 * the end was known is no answer: legacy v4 webhooks say it while the phone still rings.
 */
function durationSeconds({ fields }: CallRecord): number {
  const said = fields.duration;
  if (said && (said.value > 0 || (said.value === 0 && said.at >= (fields.completedAt?.at ?? 0)))) {
    return said.value;
  }
  const answered = fields.answeredAt && parseTime(fields.answeredAt.value);
  const completed = fields.completedAt && parseTime(fields.completedAt.value);
  if (answered === undefined || completed === undefined) return 0;
  return Math.max(0, Math.round((completed - answered) / 1000));
}

/** The words are shown even while there is no file to go with them. */
function voicemailOf(file: MediaFile | undefined, transcript: string | undefined): Call["voicemail"] {
  if (file === undefined && transcript === undefined) return undefined;
  return defined({ ...(file ?? { name: "Voicemail.mp3" }), transcript });
}
