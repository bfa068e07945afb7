import type { ActivityState, Intent, Json } from "@openphone-notion/core";
import type { Selectable } from "kysely";
import { priorityAt } from "./priority-column.js";
import type { Tables } from "./tables.js";

/** The columns that make up an `ActivityState`. */
export const ACTIVITY_COLUMNS = [
  "activity_key",
  "kind",
  "status",
  "priority",
  "record",
  "progress",
  "page_id",
  "intent",
  "attempts",
  "error_code",
  "error_message",
  "error_at",
  "due_at",
  "relink_fence",
  "updated_at",
] as const;

type ActivityRow = Pick<Selectable<Tables["activities"]>, (typeof ACTIVITY_COLUMNS)[number]>;

export const activityOf = (row: ActivityRow): ActivityState => ({
  key: row.activity_key,
  kind: row.kind,
  status: row.status,
  priority: priorityAt(row.priority),
  attempts: row.attempts,
  updatedAt: row.updated_at,
  ...(row.record !== null && { record: JSON.parse(row.record) as Json }),
  ...(row.progress !== null && { progress: JSON.parse(row.progress) as Json }),
  ...(row.page_id !== null && { pageId: row.page_id }),
  ...(row.intent !== null && { intent: JSON.parse(row.intent) as Intent }),
  ...(row.error_code !== null && { errorCode: row.error_code }),
  ...(row.error_message !== null && { errorMessage: row.error_message }),
  ...(row.error_at !== null && { errorAt: row.error_at }),
  ...(row.due_at !== null && { dueAt: row.due_at }),
  ...(row.relink_fence !== null && { relink: true as const }),
});
