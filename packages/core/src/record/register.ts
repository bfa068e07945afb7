/**
 * One known value with the source's time of knowing it (milliseconds since the epoch). Of two registers the
 * greater wins: by `rank` (how far a status has come; absent is 0), then `at`, then content. That is a total
 * order, so merging is a join: any order and any repetition of the same events gives the same record.
 */
export interface Register<T> {
  value: T;
  at: number;
  rank?: number;
}

/** A bundle of registers. "Not said" is an absent register; a sender's `null` is "not said" too. */
export type Fields<T> = { [Name in keyof T]?: Register<T[Name]> };
