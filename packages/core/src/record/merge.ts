import { canonicalJson, type Json } from "../json.js";
import { SyncError } from "../sync-error.js";
import type { ActivityRecord } from "./record.js";
import type { Register } from "./register.js";

/**
 * The join of two records of one activity: commutative, associative, idempotent. Registers are decided by
 * their order (see `Register`); recordings and transcripts are unions by id.
 */
export function mergeRecords<R extends ActivityRecord>(a: R, b: R): R;
export function mergeRecords(a: ActivityRecord, b: ActivityRecord): ActivityRecord {
  if (a.kind === "call" && b.kind === "call" && a.id === b.id) {
    return {
      kind: "call",
      id: a.id,
      fields: mergeFields(a.fields, b.fields),
      recordings: union(a.recordings, b.recordings, mergeFields),
      voicemail: mergeFields(a.voicemail, b.voicemail),
      summary: mergeFields(a.summary, b.summary),
      transcripts: union(a.transcripts, b.transcripts, mergeFields),
    };
  }
  if (a.kind === "message" && b.kind === "message" && a.id === b.id) {
    return { kind: "message", id: a.id, fields: mergeFields(a.fields, b.fields) };
  }
  if (a.kind === "mail" && b.kind === "mail" && a.id === b.id) {
    return { kind: "mail", id: a.id, fields: mergeFields(a.fields, b.fields) };
  }
  throw new SyncError("internal", "Only records of the same activity can be merged.", { retry: "never" });
}

/**
 * Folds patches, in any order and any number of times, into what is known. Either a record or a patch has to
 * be there: without both, no activity is spoken of.
 */
export function foldRecord<R extends ActivityRecord>(record: R | undefined, patches: readonly R[]): R {
  const parts: readonly R[] = record === undefined ? patches : [record, ...patches];
  if (parts.length > 0) return parts.reduce((known, patch) => mergeRecords(known, patch));
  throw new SyncError("internal", "There is neither a record nor a patch to fold.", { retry: "never" });
}

/** The join of two bundles of registers. */
export const mergeFields = <F extends object>(a: F, b: F): F =>
  union(a as Record<string, Register<Json>>, b as Record<string, Register<Json>>, greater) as F;

function greater(a: Register<Json>, b: Register<Json>): Register<Json> {
  const difference = (a.rank ?? 0) - (b.rank ?? 0) || a.at - b.at || compareContent(a.value, b.value);
  return difference < 0 ? b : a;
}

function compareContent(a: Json, b: Json): number {
  const left = canonicalJson(a);
  const right = canonicalJson(b);
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** By own keys only, and built entry by entry: a key such as `__proto__` stays a plain key. */
function union<V>(
  a: Readonly<Record<string, V>>,
  b: Readonly<Record<string, V>>,
  merge: (a: V, b: V) => V,
): Record<string, V> {
  const merged = new Map(Object.entries(a));
  for (const [key, value] of Object.entries(b)) {
    const known = merged.get(key);
    merged.set(key, known === undefined ? value : merge(known, value));
  }
  return Object.fromEntries(merged);
}
