import type { TranscriptLine } from "./activity.js";
import type { Directory } from "./directory.js";
import type { CallRecord, DialogueLine, TranscriptFields } from "./record.js";
import type { Fields } from "./register.js";
import { parseTime } from "./time.js";
import { workspaceUser } from "./workspace-user.js";

/** The key of a transcript that is already on the call's time line. */
const WHOLE = "whole";

/** What was said, in the order spoken: the merged transcript, or the segments laid on one time line. */
export function callTranscript(record: CallRecord, directory: Directory): TranscriptLine[] {
  const completed = Object.entries(record.transcripts)
    .filter(([, transcript]) => transcript.status?.value === "completed" && transcript.dialogue)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const whole = completed.filter(([key]) => key === WHOLE);
  const parts = completed.filter(([key]) => key !== WHOLE);
  // A webhook names no segment: where it tells of each by itself, what is held for the whole is the last of them.
  const isWhole = parts.length < 2 || lineCount(whole) >= lineCount(parts);
  const segments = placed(record, whole.length > 0 && isWhole ? whole : parts);
  const lines = segments
    .flatMap(({ offset, transcript }) =>
      (transcript.dialogue?.value ?? []).map((line) => ({
        ...line,
        start: offset + line.start,
        end: offset + line.end,
      })),
    )
    .filter(({ content }) => content.trim() !== "")
    .sort((a, b) => a.start - b.start);
  const speaker = speakerIn(lines, directory);
  return lines.map((line) => ({
    start: line.start,
    end: line.end,
    speaker: speaker(line),
    content: line.content,
  }));
}

type Keyed = readonly [key: string, transcript: Fields<TranscriptFields>];

const lineCount = (transcripts: readonly Keyed[]): number =>
  transcripts.reduce((sum, [, { dialogue }]) => sum + (dialogue?.value.length ?? 0), 0);

/** A segment whose start nobody told is laid at the start of the first. */
function placed(record: CallRecord, segments: readonly Keyed[]) {
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

/** Several speakers that nobody can name are told apart by number, in the order in which they begin to speak. */
function speakerIn(lines: readonly DialogueLine[], directory: Directory): (line: DialogueLine) => string {
  const named = ({ userId, identifier }: DialogueLine) =>
    workspaceUser(userId, directory).name || identifier || undefined;
  const numbers = new Map<string | undefined, number>();
  for (const line of lines) {
    if (!named(line) && !numbers.has(line.userId)) numbers.set(line.userId, numbers.size + 1);
  }
  return (line) => named(line) ?? (numbers.size > 1 ? `Speaker ${numbers.get(line.userId)}` : "Speaker");
}
