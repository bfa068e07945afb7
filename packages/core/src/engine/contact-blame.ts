import type { SyncError } from "../sync-error.js";

/** Whether a refusal may be about a linked page rather than about what is written. */
export function mayBlameContact(error: SyncError, contacts: readonly string[]): boolean {
  if (error.code !== "notion_not_found" && error.code !== "notion_page_trashed") return false;
  return error.subject === undefined ? contacts.length > 0 : contacts.includes(error.subject);
}
