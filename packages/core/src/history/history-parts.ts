import type { OnTrashed } from "../engine/parts.js";
import type { Json } from "../json.js";
import type { ActivityKey, ActivityKind } from "../key.js";
import type { NotionGateway } from "../notion/gateway.js";
import type { OpenPhoneClient } from "../openphone/client.js";
import type { HistorySource } from "../openphone/history/history-source.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { Queue } from "../ports/queue.js";
import type { StateStore } from "../ports/state-store.js";
import type { Activity } from "../record/activity.js";
import type { ActivityRecord } from "../record/record.js";
import type { KnownContacts } from "./known-contacts.js";
import type { RowView } from "./row-view.js";
import type { TargetRows } from "./target-rows.js";

/** What import and reconciliation work with; they share all of it with the engine, whose workers do the writing. */
export interface HistoryParts {
  store: StateStore;
  /** What the engine's workers are fed from. */
  queue: Queue;
  source: HistorySource;
  openphone: Pick<OpenPhoneClient, "listPhoneNumbers">;
  notion: Pick<NotionGateway, "requests" | "retrievePage" | "trashPage">;
  /** The databases that activities are written to. */
  rows: TargetRows;
  /** The record as a mapping sees it, with the links of the files that `progress` says are archived. */
  view(record: ActivityRecord, progress: Json | undefined): Promise<Activity>;
  /** How the database of this kind shows an activity; `undefined` where the kind has no database. */
  show(kind: ActivityKind, activity: Activity): Promise<RowView | undefined>;
  /** Absent where contacts are not linked. */
  contacts?: KnownContacts;
  /** Requests that Notion's window still holds, where the limiter can tell. */
  notionLeft?(): number | undefined;
  clock: Clock;
  logger: Logger;
  /** Names this process in roles; must differ between processes. */
  owner: string;
}

/** Repairing, beside what an import needs. */
export interface ReconcileParts extends HistoryParts {
  /** The kinds whose rows are compared: mails too, of whose past nobody tells. */
  comparedKinds: readonly ActivityKind[];
  /**
   * Forgets what was written of an activity, or only of the properties with these ids, and makes it due now, so that its
   * row is written anew.
   */
  rewrite(key: ActivityKey, propertyIds?: readonly string[]): Promise<void>;
  /** Has an activity shown by another row, written anew. Answers whether it will be: not while it is being worked on. */
  move(key: ActivityKey, pageId: string): Promise<boolean>;
  /** Whether we made a row, as far as its `created_by` tells; not where Notion does not say who we are. */
  isOurs(createdBy: string | undefined): Promise<boolean>;
  /** What the engine does about a row that somebody threw away. */
  onTrashed: OnTrashed;
  /** Whether a property of a page, as Notion answers it, shows the value that we would write, as far as can be told. */
  sameValue(live: unknown, wanted: Json): boolean;
}
