import type { Json } from "../json.js";
import type { ActivityKind } from "../key.js";
import type { HistoryGap, HistoryRange } from "../openphone/history/history-source.js";
import type { AdoptionMark } from "./adopt-rows.js";

/** What has become of the activities of the range. */
export interface ImportCounts {
  /** Activities that OpenPhone listed. */
  read: number;
  /** Of those: not known before. */
  new: number;
  /** Of those: known, and told nothing that Notion does not show. */
  unchanged: number;
  /** Rows made. */
  created: number;
  /** Rows brought up to date, those taken over among them. */
  updated: number;
  /** Rows found in Notion and taken over before anything was written. */
  adopted: number;
  /** Further live rows of an activity that has one already. */
  doubled: number;
  /** Dropped by a filter. */
  skipped: number;
  /** Left as they are because the user has thrown their row away. */
  trashed: number;
  parked: number;
}

/** Where an import is. Free of personal data: as fit for a log as for a dashboard. */
export interface ImportProgress {
  phase: "adopting" | "reading" | "writing" | "done";
  range: HistoryRange;
  /** How much of the range has been read, in [0, 1]; an estimate. */
  read: number;
  counts: ImportCounts;
  /** Handed to the engine and not done with yet, those that fail among them. */
  waiting: number;
  /** Of those: failed at least once, and to be tried again. */
  failing: number;
  /** Activities by the error that they are parked or failing with. */
  errors: Readonly<Record<string, number>>;
  /** The kinds whose oldest row lies in another database than the one that is set. */
  elsewhere?: readonly ActivityKind[];
  /** What the surface cannot show; the first of `gapCount`. */
  gaps: readonly HistoryGap[];
  gapCount: number;
  /** Notion requests of this process since this import began or was taken up again. */
  notionRequests: number;
  /** Requests that Notion's window still holds, where that is known. */
  notionLeft?: number;
  /** Milliseconds until all is written, computed from the requests that are left; absent until it can be told. */
  etaMs?: number;
}

/** What is kept of an import beside its progress, to take it up again. */
export interface ImportMemory {
  /** Of the last page that is durable in the inbox. */
  cursor?: Json;
  /** All pages are. */
  isRead: boolean;
  /** Databases whose rows have been taken over. */
  adopted: ActivityKind[];
  /** Of those that are being taken over: how far that has come. Absent in what older versions have kept. */
  adopting?: Partial<Record<ActivityKind, AdoptionMark>>;
  /** Activities handed to the engine and not done with, by whether they had no row before. */
  creating: string[];
  updating: string[];
  /** Activities that have ended up parked, by error code. */
  parkedBy: Record<string, number>;
}

/** What the state store holds of an import. */
export interface Kept {
  progress: ImportProgress;
  memory: ImportMemory;
}

const noCounts = (): ImportCounts => ({
  ...{ read: 0, new: 0, unchanged: 0, created: 0, updated: 0 },
  ...{ adopted: 0, doubled: 0, skipped: 0, trashed: 0, parked: 0 },
});

/** How many gaps are kept by name. */
export const MAX_GAPS = 100;

export const freshImport = (range: HistoryRange): Kept => ({
  progress: {
    ...{ phase: "adopting", range, read: 0, counts: noCounts() },
    ...{ waiting: 0, failing: 0, errors: {}, gaps: [], gapCount: 0, notionRequests: 0 },
  },
  memory: { isRead: false, adopted: [], creating: [], updating: [], parkedBy: {} },
});
