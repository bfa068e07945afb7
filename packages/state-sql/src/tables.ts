import type {
  ActivityKey,
  ActivityKind,
  ActivityStatus,
  HistoryRow,
  ImportState,
} from "@openphone-notion/core";
import type { Generated } from "kysely";

/** Times are milliseconds since the epoch, `priority` is its `priorityOrder`, JSON is kept as text. */
export interface Tables {
  webhook_events: {
    /** Order of arrival. */
    seq: Generated<number>;
    connection: string;
    id: string;
    event_id: string;
    type: string;
    system: string;
    activity_key: ActivityKey | null;
    priority: number;
    body: string;
    /** A JSON list; null where it names nobody, or came in before this column. */
    identifiers: Generated<string | null>;
    received_at: number;
    /** Null while the event waits to be reflected in Notion. */
    processed_at: number | null;
  };
  activities: {
    connection: string;
    activity_key: ActivityKey;
    kind: ActivityKind;
    status: ActivityStatus;
    priority: number;
    record: Generated<string | null>;
    progress: Generated<string | null>;
    page_id: Generated<string | null>;
    intent: Generated<string | null>;
    attempts: Generated<number>;
    error_code: Generated<string | null>;
    error_message: Generated<string | null>;
    error_at: Generated<number | null>;
    due_at: number | null;
    updated_at: number;
    /** Null when nobody holds the lease. */
    lease_owner: Generated<string | null>;
    lease_until: Generated<number | null>;
    /** Earliest due time of the events that came since the lease was last taken. */
    event_due_at: Generated<number | null>;
    /** Only ever grows. */
    lease_fence: Generated<number>;
    /** The first lease whose run satisfies the wish for a re-link; null where there is none. */
    relink_fence: Generated<number | null>;
  };
  sync_history: {
    seq: Generated<number>;
    connection: string;
    activity_key: ActivityKey;
    action: HistoryRow["action"];
    notion_requests: number;
    duration_ms: number;
    at: number;
  };
  /** Contact pages that were read, those without identifiers too. */
  canvas_pages: {
    connection: string;
    page_id: string;
    created_at: number;
    /** The moment that the page was read as of. */
    as_of: number;
  };
  /** The identifiers of contact pages; one that is not as new as its page holds no longer. */
  canvas_contacts: {
    connection: string;
    identifier: string;
    page_id: string;
    added_as_of: number;
    as_of: number;
  };
  /** What each activity was settled with. */
  canvas_links: {
    connection: string;
    identifier: string;
    activity_key: ActivityKey;
    /** The contacts then, by id and joined by commas, as `CURRENT_PAGES` tells those of now. */
    page_ids: string;
  };
  /** Identifiers whose contacts have changed, of which not all activities have been told. */
  canvas_changes: {
    connection: string;
    identifier: string;
  };
  /** What was looked up. */
  canvas_cache: {
    connection: string;
    identifier: string;
    /** Until when it is believed to have no contact. */
    none_until: number | null;
    hits: Generated<number>;
    misses: Generated<number>;
    used_at: number;
  };
  canvas_cache_stats: {
    connection: string;
    entries: number;
    found: number;
    none: number;
    hits: number;
    misses: number;
  };
  cursors: {
    connection: string;
    name: string;
    value: string;
  };
  imports: {
    connection: string;
    id: string;
    kind: ImportState["kind"];
    status: ImportState["status"];
    started_at: number;
    updated_at: number;
    request: string;
    progress: string;
  };
  /** What one worker at a time may do. */
  roles: {
    connection: string;
    role: string;
    owner: string;
    held_until: number;
  };
  schema_migrations: {
    version: number;
    name: string;
  };
}
