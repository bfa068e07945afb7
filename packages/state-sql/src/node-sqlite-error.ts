import { SyncError } from "@openphone-notion/core";

const LOCKED = "The database is locked by another process; try again, or let fewer processes write.";
const CANNOT_OPEN = "The database cannot be opened; check that its folder exists and may be written.";

const REFUSED = "The disk refused to read or write the database; check it and its file system.";
const BROKEN = "The database file is damaged or is none; restore it, or move it away to begin anew.";

/** Primary result codes of SQLite that speak of the machine, not of the SQL: https://www.sqlite.org/rescode.html */
const ADVICE = new Map([
  [5, LOCKED],
  [6, LOCKED],
  [7, "The machine is out of memory."],
  [8, "The database is read-only; check the permissions of its file and folder."],
  [10, REFUSED],
  [13, "The disk or the database is full; make room."],
  [11, BROKEN],
  [14, CANNOT_OPEN],
  [26, BROKEN],
]);

/** An error of node:sqlite or node:fs as `store_unavailable` where its cause lies outside, any other as it is. */
export function toStoreError(error: unknown): unknown {
  const advice = adviceFor(error as { code?: unknown; errcode?: unknown; syscall?: unknown });
  return advice === undefined
    ? error
    : new SyncError("store_unavailable", advice, { retry: "now", cause: error });
}

function adviceFor({ code, errcode, syscall }: { code?: unknown; errcode?: unknown; syscall?: unknown }) {
  if (code === "ERR_INVALID_STATE") return "The database is closed; open it again.";
  if (syscall === "fdatasync") return REFUSED;
  if (typeof syscall === "string") return CANNOT_OPEN;
  // The low byte of an extended code is the primary one.
  return typeof errcode === "number" ? ADVICE.get(errcode & 0xff) : undefined;
}
