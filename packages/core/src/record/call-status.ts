/**
 * How far a call has come, by raw status. REST and the new webhooks use different words for the same end, and
 * both may arrive: `completed` says least of an ended call, so the more telling word ranks above it.
 */
const RANKS: ReadonlyMap<string, number> = new Map([
  ["queued", 1],
  ["initiated", 2],
  ["ringing", 3],
  ["in-progress", 4],
  ["unknown", 6],
  ["completed", 7],
  ["unanswered", 8],
  ["no-answer", 9],
  ["busy", 9],
  ["failed", 9],
  ["canceled", 9],
  ["abandoned", 9],
  ["missed", 9],
  ["answered", 10],
  ["forwarded", 11],
  ["ai-handled", 12],
]);

/** A status that this version has not heard of: later than a running call, earlier than any known end. */
const UNHEARD = 5;

export const callStatusRank = (status: string): number => RANKS.get(status) ?? UNHEARD;

/** Whether the status is one that a call ends with. */
export const isTerminalCallStatus = (status: string): boolean => callStatusRank(status) > UNHEARD;
