import type { TranscriptLine } from "./activity.js";
import type { Directory } from "./directory.js";
import type { CallRecord, DialogueLine, TranscriptFields } from "./record.js";
import type { Fields } from "./register.js";
import { parseTime } from "./time.js";
import { workspaceUser } from "./workspace-user.js";

/** The key of a transcript that is already on the call's time line. */
const WHOLE = "whole";

/** What was said, in the order spoken: the merged transcript, else the segments laid on one time line. */
export function callTranscript(record: CallRecord, directory: Directory): TranscriptLine[] {
  const completed = Object.entries(record.transcripts)
    .filter(([, transcript]) => transcript.status?.value === "completed" && transcript.dialogue)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const whole = completed.find(([key]) => key === WHOLE);
  const segments = whole ? [{ offset: 0, transcript: whole[1] }] : placed(record, completed);
  return segments
    .flatMap(({ offset, transcript }) =>
      (transcript.dialogue?.value ?? []).map((line) => ({
        start: offset + line.start,
        end: offset + line.end,
        speaker: speaker(line, directory),
        content: line.content,
      })),
    )
    .filter(({ content }) => content.trim() !== "")
    .sort((a, b) => a.start - b.start);
}

/** A segment whose start nobody told is laid at the start of the first. */
function placed(
  record: CallRecord,
  segments: readonly [recordingId: string, transcript: Fields<TranscriptFields>][],
) {
  const timed = segments.map(([recordingId, transcript]) => {
    const recording = Object.hasOwn(record.recordings, recordingId)
      ? record.recordings[recordingId]
      : undefined;
    const startTime = transcript.startTime?.value ?? recording?.startTime?.value;
    return { start: startTime === undefined ? undefined : parseTime(startTime), transcript };
  });
  const first = timed.reduce((least, { start }) => Math.min(least, start ?? least), Number.POSITIVE_INFINITY);
  return timed.map(({ start, transcript }) => ({
    offset: start === undefined ? 0 : (start - first) / 1000,
    transcript,
  }));
}

function speaker({ userId, identifier }: DialogueLine, directory: Directory): string {
  return workspaceUser(userId, directory).name ?? identifier ?? "Speaker";
}
