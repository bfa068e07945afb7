import { SyncError, type SyncErrorCode } from "@openphone-notion/core";
import { EXIT } from "./exit-codes.js";

/** Causes that last until somebody changes a key, a share or a plan. */
const REFUSED = new Set<SyncErrorCode>([
  "notion_unauthorized",
  "notion_restricted",
  "notion_block_limit",
  "notion_row_limit",
  "notion_not_found",
  // Of a database: a row in the trash is no error.
  "notion_page_trashed",
  "openphone_unauthorized",
  "openphone_forbidden",
]);

/** The exit code for an error of ours. */
export function exitCodeFor(code: SyncErrorCode): number {
  if (code === "invalid_configuration") return EXIT.usage;
  return REFUSED.has(code) ? EXIT.refused : EXIT.failed;
}

/** A wrong or missing argument or setting: exit code 2. */
export const usageError = (message: string): SyncError =>
  new SyncError("invalid_configuration", message, { retry: "never" });
