import { artefactStatusRank } from "./artefact-status.js";
import { callOutcome, hasEnded } from "./call-outcome.js";
import type { CallRecord } from "./record.js";
import type { Register } from "./register.js";

/** A part of a call that OpenPhone tells of by an event of its own; `end` is that the call has ended. */
export type Artefact = "end" | "recordings" | "transcripts" | "summary" | "voicemail";

/**
 * The parts of a call that may still be to come, as far as the record says: neither there, nor said to be never.
 * Whether a number is recorded or transcribed at all is not in it.
 */
export function owedArtefacts(record: CallRecord): Artefact[] {
  const { fields, voicemail, summary } = record;
  if (!hasEnded(record)) return ["end"];
  const outcome = callOutcome(record);
  if (fields.answeredAt || fields.answeredBy || outcome === "Answered" || outcome === "AI handled") {
    const owed: Artefact[] = [];
    if (!areSettled(record.recordings)) owed.push("recordings");
    if (!areSettled(record.transcripts)) owed.push("transcripts");
    if (!isSettled(summary)) owed.push("summary");
    return owed;
  }
  const mayLeaveOne = fields.direction?.value !== "outgoing" && fields.hasVoicemail?.value !== false;
  // Legacy v3 calls come with the file, without an id, and nothing tells what was said on it.
  const isWhole = isSettled(voicemail) && (voicemail.id ?? voicemail.transcript) !== undefined;
  return mayLeaveOne && !isWhole ? ["voicemail"] : [];
}

type WithStatus = { status?: Register<string> };

const isSettled = ({ status }: WithStatus): boolean =>
  status !== undefined && artefactStatusRank(status.value) >= artefactStatusRank("absent");

const areSettled = (parts: Readonly<Record<string, WithStatus>>): boolean => {
  const all = Object.values(parts);
  return all.length > 0 && all.every(isSettled);
};
