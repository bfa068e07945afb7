import { artefactStatusRank } from "../record/artefact-status.js";
import { callStatusRank } from "../record/call-status.js";
import { recordingKey } from "../record/media-link.js";
import { mergeFields } from "../record/merge.js";
import { messageStatusRank } from "../record/message-status.js";
import type {
  ActivityRecord,
  CallFields,
  CallRecord,
  MessageFields,
  MessageRecord,
  RecordingFields,
  SummaryFields,
  TranscriptFields,
  VoicemailFields,
} from "../record/record.js";
import type { Fields, Register } from "../record/register.js";

/** Values as read from a body: `undefined` where it says nothing. */
export type Said<T> = { [Name in keyof T]?: T[Name] | undefined };

export type RecordingFacts = Said<RecordingFields> & { id?: string | undefined };
export type TranscriptFacts = Said<TranscriptFields> & { recordingId?: string | undefined };

/** What one body says of a call, whichever family it came in, before it is stamped with a time. */
export interface CallFacts {
  kind: "call";
  id: string;
  fields: Said<CallFields>;
  recordings?: readonly RecordingFacts[] | undefined;
  voicemail?: Said<VoicemailFields> | undefined;
  summary?: Said<SummaryFields> | undefined;
  transcripts?: readonly TranscriptFacts[] | undefined;
}

/** What one body says of a message. */
export interface MessageFacts {
  kind: "message";
  id: string;
  fields: Said<MessageFields>;
}

/** The facts as a patch: each said value becomes a register of the time `at` (milliseconds since the epoch). */
export function stampCall(facts: CallFacts, at: number): CallRecord {
  const recordings = (facts.recordings ?? []).flatMap(({ id, ...recording }) => {
    const key = recordingKey({ id, url: recording.url });
    return key === undefined ? [] : [{ key, values: recording }];
  });
  const transcripts = (facts.transcripts ?? []).map(({ recordingId = "whole", ...values }) => ({
    key: recordingId,
    values,
  }));
  return {
    kind: "call",
    id: facts.id,
    fields: stamp(facts.fields, at, callStatusRank),
    recordings: stampAll<RecordingFields>(recordings, at),
    voicemail: stamp(facts.voicemail ?? {}, at, artefactStatusRank),
    summary: stamp(facts.summary ?? {}, at, artefactStatusRank),
    transcripts: stampAll<TranscriptFields>(transcripts, at),
  };
}

export const stampMessage = (facts: MessageFacts, at: number): MessageRecord => ({
  kind: "message",
  id: facts.id,
  fields: stamp(facts.fields, at, messageStatusRank),
});

export const stampFacts = (facts: CallFacts | MessageFacts, at: number): ActivityRecord =>
  facts.kind === "call" ? stampCall(facts, at) : stampMessage(facts, at);

/** Two artefacts with one key are joined like any others. */
function stampAll<T extends object>(
  artefacts: readonly { key: string; values: Said<T> }[],
  at: number,
): Record<string, Fields<T>> {
  const stamped = new Map<string, Fields<T>>();
  for (const { key, values } of artefacts) {
    const fields = stamp<T>(values, at, artefactStatusRank);
    const known = stamped.get(key);
    stamped.set(key, known === undefined ? fields : mergeFields(known, fields));
  }
  return Object.fromEntries(stamped);
}

/** Statuses get their rank, so that they only move forward. */
function stamp<T extends object>(values: Said<T>, at: number, rank: (status: string) => number): Fields<T> {
  const registers = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, Register<unknown>] => [
      name,
      name === "status" ? { value, at, rank: rank(value as string) } : { value, at },
    ]);
  return Object.fromEntries(registers) as Fields<T>;
}
