import type { Json } from "../json.js";
import type { ActivityKey, ActivityKind } from "../key.js";
import type { Priority } from "../priority.js";
import type { CanvasEntry, CanvasStats, IndexedContact, UsedContacts } from "./canvas-state.js";
import type {
  ActivityPage,
  ActivityQuery,
  AdoptedRow,
  EventPage,
  EventQuery,
  Figures,
  ImportState,
  PastRun,
  Purged,
  PurgeOptions,
} from "./state-queries.js";

/** One event as it enters the inbox. */
export interface InboxEvent {
  /** Put-if-absent key of the delivery: event id, qualified by system and content (see `inboxId`). */
  id: string;
  /** The sender's event id (`EV…`). */
  eventId: string;
  /** Event type as sent, e.g. `call.completed`. */
  type: string;
  /** Which body family it came in. */
  system: string;
  /** The activity that the event speaks of; absent where it speaks of none (contacts, unknown types). */
  key?: ActivityKey;
  priority: Priority;
  /** Raw body, exactly as received. */
  body: string;
  /** Whom it names, as E.164 numbers and lower-cased e-mail addresses: what is known of them comes along with `open`. */
  identifiers?: readonly string[];
  /** Milliseconds since the epoch. */
  receivedAt: number;
  /** When the activity is due because of this event, in milliseconds since the epoch. */
  dueAt: number;
}

/** An event read back from the inbox. */
export type StoredEvent = Pick<
  InboxEvent,
  "id" | "eventId" | "type" | "system" | "body" | "identifiers" | "receivedAt"
>;

/** The right to write one key. Every write under it is conditional on `fence`. */
export interface Lease {
  key: ActivityKey;
  owner: string;
  /** Grows with every lease on the key; a write with an older fence is refused. */
  fence: number;
  /** Milliseconds since the epoch. The holder stops before its next outside call once this has passed. */
  expiresAt: number;
}

/**
 * Written before a Notion call that must not be forgotten; an unsettled one means "perhaps done". A create or
 * append done twice doubles; an update that is carried out late undoes a newer one.
 */
export interface Intent {
  kind: "create" | "append" | "update";
  /** Milliseconds since the epoch at which the call was about to be sent. */
  at: number;
  /** Whether an answer came back (so the request is over), or the outcome is wholly unknown. */
  answered?: boolean;
  /** How often recovery has already looked for the result. */
  lookups?: number;
  detail?: Json;
  /** One that is not settled yet either: an append that was unclear before an update, an update before an append. */
  earlier?: Intent;
}

/** Where an activity stands, as `activities.status` shows it. */
export type ActivityStatus =
  /** Known, not yet (or not wholly) in Notion. */
  | "pending"
  /** Notion shows the record. */
  | "synced"
  /** Dropped by a filter; `reason` says which. */
  | "skipped"
  /** The user trashed its page, or moved it elsewhere, and it is left so. */
  | "trashed"
  /** Attempts used up, or a cause that repeating cannot cure; replay re-drives it. */
  | "parked";

/** Everything the store holds of one activity, but for its events. */
export interface ActivityState {
  key: ActivityKey;
  kind: ActivityKind;
  status: ActivityStatus;
  priority: Priority;
  /** The folded record (an `ActivityRecord`), absent before the first settle. */
  record?: Json;
  /** The engine's own notes on the activity: archived media, written hashes, what is still owed. */
  progress?: Json;
  /** Notion page id, once known. */
  pageId?: string;
  intent?: Intent;
  /** Failed attempts since the last settle. */
  attempts: number;
  errorCode?: string;
  /** Free of personal data. */
  errorMessage?: string;
  /** When that error happened, in milliseconds since the epoch; what comes later does not change it. */
  errorAt?: number;
  /** Milliseconds since the epoch; absent when nothing is to be done. */
  dueAt?: number;
  /** Contacts have changed since it was linked: the next run is to look them up afresh. */
  relink?: true;
  updatedAt: number;
}

/** The lease with all that a run begins with, or why there is none. */
export type OpenResult =
  | {
      status: "opened";
      lease: Lease;
      activity: ActivityState;
      events: StoredEvent[];
      /** As `readCanvas` answers for the identifiers of `events` and those that the activity was settled with. */
      contacts: CanvasEntry[];
    }
  /** Another holds the lease until `until` (milliseconds since the epoch). */
  | { status: "busy"; until: number }
  /** No such activity. */
  | { status: "absent" };

/** A row of `sync_history`: what one run did. */
export interface HistoryRow {
  action: "created" | "updated" | "unchanged" | "adopted" | "skipped" | "trashed";
  /** Notion requests that this run made. */
  notionRequests: number;
  durationMs: number;
}

/** What a run that came to its end commits at once. */
export interface Settlement {
  status: Exclude<ActivityStatus, "parked" | "pending">;
  record: Json;
  progress: Json;
  pageId?: string;
  /** Ids of the inbox events now reflected. */
  processedEventIds: readonly string[];
  /** When the activity wants another run although no event is waiting (media still owed…). */
  dueAt?: number;
  /**
   * The contacts of every identifier that the row was linked by, those with none included: when they change, `relink`
   * finds this activity, also if they have changed since they were read. Absent: as it was.
   */
  contacts?: readonly UsedContacts[];
  history: HistoryRow;
}

/** What a run that broke off commits at once. */
export interface Failure {
  errorCode: string;
  errorMessage: string;
  /** Counts as an attempt (a pause of the whole tenant does not). */
  attempted: boolean;
  /** `retry` at `dueAt`, or `park`. */
  next: { action: "retry"; dueAt: number } | { action: "park" };
  /** The open intent after this failure: keep or replace it (outcome unknown), or none (known not done). */
  intent?: Intent;
  /** What has become known meanwhile and is worth keeping. Absent: as it was. */
  progress?: Json;
}

/** A key whose turn has come (`dueAt`, milliseconds since the epoch). */
export interface DueActivity {
  key: ActivityKey;
  priority: Priority;
  dueAt: number;
}

/** How far behind the sync is. */
export interface QueueHealth {
  /**
   * Activities with unfinished work: an event or a failed attempt that waits, or a run that is due within a
   * minute. One that shows all that is known, and is only to be looked at again later, is not counted.
   */
  depth: number;
  /** Milliseconds since the epoch of the oldest overdue activity; absent when nothing is overdue. */
  oldestDueAt?: number;
  parked: number;
  /** Code and time of the newest failure that no later success has cleared. */
  lastError?: { code: string; at: number };
  /** Events in the inbox, by what became of them. */
  events: { stored: number; waiting: number };
}

/**
 * Durable, strongly consistent state. Every operation is atomic and, where the backend allows, one round
 * trip; times are passed in by the caller. An instance serves one connection (tenant).
 *
 * Operations that take a `Lease` reject with a `SyncError` of code `lease_lost` when its fence is no longer
 * the key's newest, or another operation has released it; nothing is written then.
 */
export interface StateStore {
  /**
   * Puts events into the inbox if absent and makes their activities due, all in one commit. Resolves only
   * when that is durable. Answers, in order, whether each was new. A known event changes nothing.
   */
  receive(events: readonly InboxEvent[]): Promise<("stored" | "duplicate")[]>;
  /** Takes the lease on `key` if nobody holds it (or it has expired), with the events not yet reflected, oldest first. */
  open(key: ActivityKey, options: { owner: string; leaseMs: number; now: number }): Promise<OpenResult>;
  /** Prolongs a lease that is still ours. */
  renew(lease: Lease, options: { leaseMs: number; now: number }): Promise<Lease>;
  /** Records what is about to be sent to Notion. */
  intend(lease: Lease, intent: Intent): Promise<void>;
  /**
   * Commits the outcome, clears intent, attempts and error, marks the events processed and releases the
   * lease, in one commit. The activity is due at `now` if events arrived or `relink` named it meanwhile, else at `dueAt`,
   * else never.
   */
  settle(lease: Lease, settlement: Settlement, now: number): Promise<void>;
  /**
   * Records a failure and releases the lease. Events stay unprocessed; those that arrived meanwhile keep their
   * due times, whatever `next` says of the others.
   */
  fail(lease: Lease, failure: Failure, now: number): Promise<void>;
  /** Activities whose time has come and whose lease is free, most urgent first, then longest overdue. */
  due(options: { now: number; limit: number }): Promise<DueActivity[]>;
  /** Makes parked activities (all, or those named) due again with their attempts reset. Answers how many. */
  replay(options: { now: number; keys?: readonly ActivityKey[] }): Promise<number>;
  /**
   * Makes due at `now` what is to be tried again later after an error of one of these codes, and nothing else of it is
   * changed. Left as they are: parked activities, those with an open intent or a live lease. Answers how many.
   */
  hasten(options: { now: number; errorCodes: readonly string[] }): Promise<number>;

  /**
   * Takes over rows that Notion already has: an activity that is unknown is made (`pending`, nothing due), one
   * without a page gets it, and a lease on it that has expired is lost. Left as they are: activities that have a
   * page, an open intent or a live lease. Of several rows with one key the first counts. One commit. Answers,
   * in order, whether each was taken.
   */
  adopt(rows: readonly AdoptedRow[], now: number): Promise<boolean[]>;
  /**
   * Takes or prolongs a named role that one worker at a time may have, e.g. driving the queue. Answers whether
   * `owner` has it now. An expired one is free; `leaseMs` 0 gives it up. A prolongation never shortens it.
   */
  claim(role: string, options: { owner: string; leaseMs: number; now: number }): Promise<boolean>;
  /**
   * Gives back what `owner`, who is known to have ended, still holds: its roles, and its leases on activities that are
   * due, which stay as they are otherwise. Answers how many activities.
   */
  release(owner: string): Promise<number>;

  activity(key: ActivityKey): Promise<ActivityState | undefined>;
  /** Activities in the order of their keys, page by page. */
  activities(query: ActivityQuery): Promise<ActivityPage>;
  /** Inbox events, the last to arrive first, page by page. */
  events(query: EventQuery): Promise<EventPage>;
  /** What the runs of an activity did, the last to settle first. */
  history(key: ActivityKey, limit: number): Promise<PastRun[]>;
  /** Keeps the state of an import, reconciliation or the like under its id, in the place of what was there. */
  saveImport(state: ImportState): Promise<void>;
  /** The last to start first. */
  imports(limit: number): Promise<ImportState[]>;
  health(now: number): Promise<QueueHealth>;
  /** From the moment `from` until before `to`, in milliseconds since the epoch. */
  figures(range: { from: number; to: number }): Promise<Figures>;

  /**
   * Takes in contact pages in the place of what was known of each, so that a page forgets what it holds no longer.
   * `asOf` (milliseconds since the epoch) is the moment that they were read as of: of a page that is known as of later
   * nothing changes. Answers the identifiers whose contacts this has changed.
   */
  putContacts(contacts: readonly IndexedContact[], asOf: number): Promise<string[]>;
  /** Forgets every contact page that is only known as of before `asOf`. Answers as `putContacts`. */
  dropContacts(asOf: number): Promise<string[]>;
  /** What is known of `identifiers`: those with contacts, and those that are believed at `now` to have none. */
  readCanvas(identifiers: readonly string[], now: number): Promise<CanvasEntry[]>;
  /** Lets identifiers be believed, until `until`, to have no contact, as long as none is put; a settle can do so, too. */
  noteNone(identifiers: readonly string[], options: { until: number; now: number }): Promise<void>;
  /**
   * Makes at most `limit` activities due, at low priority, that were settled with contacts that have changed since;
   * those that are parked, skipped or trashed only learn of it when they run again. Call it until there is no `more`.
   */
  relink(options: { now: number; limit: number }): Promise<{ activities: number; more: boolean }>;
  canvasStats(): Promise<CanvasStats>;

  /** Small named values: cursors, remembered schema, directory. */
  getCursor(name: string): Promise<string | undefined>;
  /** With `ifAbsent`, an existing value stays. Answers the value now stored. */
  putCursor(name: string, value: string, options?: { ifAbsent?: boolean }): Promise<string>;

  /**
   * Deletes what is over and older than `before`: processed events received, runs settled, ended imports last saved, and
   * identifiers last looked up before it. Activities and contacts stay. Answers how many of each; where that is `limit`,
   * there may be more.
   */
  purge(options: PurgeOptions): Promise<Purged>;
  close(): Promise<void>;
}
