import type { OpenPhoneClient } from "../client.js";
import type { RestRow } from "../rest-object.js";
import type { Surface } from "../surface.js";

type CallParts = Pick<
  OpenPhoneClient,
  "listCallRecordings" | "listCallTranscripts" | "getSummary" | "getVoicemail"
>;

/**
 * A call of a list with what hangs on it, under the names that `restCallBody` wants, for the fewest requests: only
 * a call that somebody took is recorded, only a recorded one has a transcript and a summary, and only an incoming
 * one that nobody took has a voicemail. The dated list has summary and voicemail inside.
 */
export async function completeCall(client: CallParts, call: RestRow, surface: Surface): Promise<RestRow> {
  const isInline = surface !== "v1";
  const wasTaken = [call.answeredAt, call.answeredBy, call.aiHandled].some(Boolean);
  const mayHaveVoicemail = !wasTaken && call.direction !== "outgoing";
  const voicemail =
    !isInline && mayHaveVoicemail ? (await client.getVoicemail(call.id))?.object : call.voicemail;
  const known = voicemail ? { ...call, voicemail } : call;
  // Whoever took it is not told in every case, but the seconds of a talk are, unless they are those of the voicemail.
  if (!wasTaken && (voicemail || !isAbove0(call.duration))) return known;

  const recordings = (await client.listCallRecordings(call.id))?.recordings ?? [];
  const wasRecorded = recordings.length > 0 || Boolean(call.aiHandled) || isWritten(call.summary);
  if (!wasRecorded) return { ...known, recordings };
  const [transcripts, summary] = await Promise.all([
    client.listCallTranscripts(call.id),
    isInline ? undefined : client.getSummary(call.id),
  ]);
  return {
    ...known,
    recordings,
    ...(transcripts && { transcripts: transcripts.transcripts }),
    ...(summary && { summary: summary.object }),
  };
}

const isAbove0 = (duration: unknown): boolean => typeof duration === "number" && duration > 0;

/** A summary is made of a transcript, so where there is one, there may be the other. */
const isWritten = (summary: unknown): boolean =>
  typeof summary === "object" &&
  summary !== null &&
  "status" in summary &&
  ![undefined, null, "absent"].includes(summary.status as string);
