import type { Json } from "../json.js";
import type { ActivityKey, ActivityKind } from "../key.js";
import type { ActivityState, ActivityStatus, HistoryRow, StoredEvent } from "./state-store.js";

/** A row found in Notion that carries an activity's id. */
export interface AdoptedRow {
  key: ActivityKey;
  kind: ActivityKind;
  pageId: string;
}

/** Conditions are joined by "and". */
export interface ActivityQuery {
  keys?: readonly ActivityKey[];
  kind?: ActivityKind;
  statuses?: readonly ActivityStatus[];
  /** `updatedAt` at or after; milliseconds since the epoch. */
  updatedSince?: number;
  /** From an `ActivityPage`. */
  cursor?: string;
  /** Rows of a page; more than 1,000 count as 1,000. */
  limit: number;
}

/** At most `limit` activities that meet the conditions. */
export interface ActivityPage {
  activities: ActivityState[];
  /** Absent on the last page. */
  cursor?: string;
}

/** Conditions are joined by "and". */
export interface EventQuery {
  key?: ActivityKey;
  /** The sender's event id (`EV…`) or the inbox id. */
  id?: string;
  /** Only events that wait while their activity is parked or has a failure that no success has cleared. */
  failed?: boolean;
  /** From an `EventPage`. */
  cursor?: string;
  /** Rows of a page; more than 1,000 count as 1,000. */
  limit: number;
}

/** An inbox event with what became of it. */
export interface InboxRow extends StoredEvent {
  key?: ActivityKey;
  /** Milliseconds since the epoch; absent while it waits (or speaks of no activity). */
  processedAt?: number;
}

/** At most `limit` events that meet the conditions. */
export interface EventPage {
  events: InboxRow[];
  /** Absent on the last page. */
  cursor?: string;
}

/** A row of `sync_history` with its time (milliseconds since the epoch). */
export interface PastRun extends HistoryRow {
  at: number;
}

/** What happened within a time, as far as retention has kept it. Free of personal data. */
export interface Figures {
  /** Events that came in. */
  events: number;
  /** Runs that were settled, by what they did; what none did is absent. */
  runs: Partial<Record<HistoryRow["action"], number>>;
  /** Of all these runs together. */
  notionRequests: number;
  durationMs: number;
  /** Activities that were parked then and are so still. */
  parked: number;
  /** Activities that Notion shows and that wait for another run, since whenever: a part of them is still owed. */
  owed: number;
}

/** A long piece of work over a time range, as the store keeps it. */
export interface ImportState {
  id: string;
  kind: "import" | "reconcile" | "recover";
  status: "running" | "done" | "failed";
  /** Milliseconds since the epoch. */
  startedAt: number;
  updatedAt: number;
  /** What was asked for. */
  request: Json;
  /** Cursor and counts. Free of personal data. */
  progress: Json;
}

/** What retention deletes. */
export interface PurgeOptions {
  /** Milliseconds since the epoch: what is older goes. */
  before: number;
  /** So many rows of each kind at the most. */
  limit: number;
}

/** How many rows of each kind retention has deleted. */
export interface Purged {
  events: number;
  history: number;
  imports: number;
  /** Identifiers that were looked up. */
  lookups: number;
}
