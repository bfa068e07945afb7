import type { SyncError, SyncErrorCode } from "../sync-error.js";

/** Causes that concern everything sent with this token, not one activity: work stops until they are mended. */
const OF_THE_TENANT: readonly SyncErrorCode[] = [
  "notion_unauthorized",
  "notion_restricted",
  "notion_block_limit",
];

/** Causes that lie with one database or its settings, and that no single activity can mend. */
const OF_THE_DATABASE: readonly SyncErrorCode[] = [
  "notion_not_found",
  "notion_row_limit",
  "invalid_configuration",
  // Of a page of ours that is known by then: this is the database itself.
  "notion_page_trashed",
];

/** Whatever stops more than one activity, until somebody changes something. */
export const STOPPING_CODES: readonly SyncErrorCode[] = [...OF_THE_TENANT, ...OF_THE_DATABASE];

export const stopsTheTenant = ({ code }: SyncError): boolean => OF_THE_TENANT.includes(code);

/** Of an error that concerns one activity, when it is known to be no fault of its page. */
export const stopsTheDatabase = ({ code }: SyncError): boolean => OF_THE_DATABASE.includes(code);
