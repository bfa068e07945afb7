import { hasFile } from "./artefact-status.js";
import { defined } from "./defined.js";
import { httpLink, isAnonymousRecording, linkWithoutQuery } from "./media-link.js";
import type { ActivityRecord, CallRecord, MessageRecord, RecordingFields } from "./record.js";
import type { Fields } from "./register.js";
import { isoTime } from "./time.js";

/** One file of an activity that is to be archived. */
export interface MediaSource {
  /** Names the file within its activity: the recording's key in the record, `voicemail`, or `media:0`… */
  sourceId: string;
  /** The sender's link: http(s), expiring, secret. */
  url: string;
  kind: "recording" | "voicemail" | "media";
  /** MIME type, where the sender said it. */
  contentType?: string;
  /**
   * ISO 8601 in UTC: when this very recording or voicemail was made, or the message. Absent where the sender
   * did not say it: the call's own time would be the same for each of its recordings.
   */
  at?: string;
  durationSeconds?: number;
  /** Place among the files of its kind, from 0. */
  index: number;
}

/** The activity's files that can be fetched now. Those of a mail came with it. */
export function mediaSources(record: ActivityRecord): MediaSource[] {
  switch (record.kind) {
    case "call":
      return callSources(record);
    case "message":
      return messageSources(record);
    case "mail":
      return [];
  }
}

/**
 * The call's files that can be fetched now: recordings in the order recorded, then the voicemail. A recording
 * that came first without and then with its id is listed once.
 */
export function callSources(record: CallRecord): MediaSource[] {
  const recordings = readyRecordings(record).map(([key, recording], index) =>
    defined({
      sourceId: key,
      url: recording.url?.value ?? "",
      kind: "recording" as const,
      contentType: recording.type?.value,
      at: isoTime(recording.startTime?.value),
      durationSeconds: recording.duration?.value,
      index,
    }),
  );
  return [...recordings, ...voicemailSource(record)];
}

/** The message's files that can be fetched. Each keeps the place it was sent in, whatever becomes of the others. */
export function messageSources({ fields }: MessageRecord): MediaSource[] {
  return (fields.media?.value ?? [])
    .map(({ url, type }, index) =>
      defined({
        sourceId: `media:${index}`,
        url,
        kind: "media" as const,
        contentType: type,
        at: isoTime(fields.createdAt?.value),
        index,
      }),
    )
    .filter(({ url }) => httpLink(url));
}

type KeyedRecording = [key: string, recording: Fields<RecordingFields>];

function readyRecordings({ recordings }: CallRecord): KeyedRecording[] {
  const ready = Object.entries(recordings).filter(
    ([, { url, status }]) => url !== undefined && httpLink(url.value) && hasFile(status?.value),
  );
  // Only one that can be fetched itself may take the place of another.
  const identified = ready.filter(([key]) => !isAnonymousRecording(key));
  const links = new Set(identified.map(([, { url }]) => url && linkWithoutQuery(url.value)));
  const durations = new Set(
    identified.flatMap(([, { duration }]) => (duration ? [Math.round(duration.value)] : [])),
  );
  const isKnownById = ({ url, duration }: Fields<RecordingFields>) =>
    links.has(url && linkWithoutQuery(url.value)) ||
    (duration !== undefined && durations.has(Math.round(duration.value)));
  return ready
    .filter(([key, recording]) => !isAnonymousRecording(key) || !isKnownById(recording))
    .sort(byStartTimeThenKey);
}

function byStartTimeThenKey([keyA, a]: KeyedRecording, [keyB, b]: KeyedRecording): number {
  const startA = isoTime(a.startTime?.value) ?? "";
  const startB = isoTime(b.startTime?.value) ?? "";
  if (startA !== startB) return startA < startB ? -1 : 1;
  return keyA < keyB ? -1 : 1;
}

function voicemailSource({ voicemail }: CallRecord): MediaSource[] {
  const url = voicemail.url?.value;
  if (url === undefined || !httpLink(url) || !hasFile(voicemail.status?.value)) return [];
  return [
    defined({
      sourceId: "voicemail",
      url,
      kind: "voicemail" as const,
      contentType: voicemail.type?.value,
      at: isoTime(voicemail.createdAt?.value),
      durationSeconds: voicemail.duration?.value,
      index: 0,
    }),
  ];
}
