/** How far a recording, voicemail, summary or transcript has come, by raw status. */
const RANKS: ReadonlyMap<string, number> = new Map([
  ["in-progress", 1],
  ["paused", 1],
  ["stopping", 2],
  ["stopped", 3],
  ["processing", 4],
  ["absent", 5],
  ["failed", 6],
  ["completed", 7],
  ["deleted", 8],
]);

/** A status that this version has not heard of counts as under way. */
const UNHEARD = 1;

/** Statuses whose file, if there is a link at all, is not (or no longer) the whole file. */
const WITHOUT_FILE: ReadonlySet<string> = new Set([
  "in-progress",
  "paused",
  "stopping",
  "processing",
  "absent",
  "failed",
  "deleted",
]);

export const artefactStatusRank = (status: string): number => RANKS.get(status) ?? UNHEARD;

/** Whether a linked file can be fetched. A sender that says no status and gives a link means yes. */
export const hasFile = (status: string | undefined): boolean =>
  status === undefined || !WITHOUT_FILE.has(status);
