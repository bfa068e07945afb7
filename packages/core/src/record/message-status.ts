/**
 * How far a message has come, by raw status. A failed message can be retried, so `delivered` ranks above
 * `failed`; `received` is highest because an incoming message has been reported as `delivered` too.
 */
const RANKS: ReadonlyMap<string, number> = new Map([
  ["queued", 1],
  ["accepted", 1],
  ["scheduled", 1],
  ["receiving", 1],
  ["sending", 2],
  ["sent", 3],
  ["partially_delivered", 4],
  ["canceled", 5],
  ["failed", 6],
  ["undelivered", 6],
  ["delivered", 7],
  ["read", 8],
  ["received", 9],
]);

/** A status that this version has not heard of counts as under way. */
const UNHEARD = 2;

export const messageStatusRank = (status: string): number => RANKS.get(status) ?? UNHEARD;
