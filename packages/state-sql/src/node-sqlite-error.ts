import { SyncError } from "@openphone-notion/core";

const LOCKED = "is locked by another process; try again, or let fewer processes write.";
const CANNOT_OPEN = "cannot be opened; check that its folder exists and may be written.";
const REFUSED = "could not be read or written: the disk refused; check it and its file system.";
const DAMAGED = "is damaged or is none; restore it, or move it away to begin anew.";

/** Primary result codes of SQLite that speak of the machine, not of the SQL: https://www.sqlite.org/rescode.html */
const ADVICE = new Map([
  [5, LOCKED],
  [6, LOCKED],
  [7, "found no memory: the machine is out of it."],
  [8, "is read-only; check the permissions of its file and folder."],
  [10, REFUSED],
  [13, "is full, or its disk is; make room."],
  [11, DAMAGED],
  [14, CANNOT_OPEN],
  [26, DAMAGED],
]);

interface Thrown {
  code?: unknown;
  errcode?: unknown;
  syscall?: unknown;
}

/**
 * An error of node:sqlite or node:fs as `store_unavailable` where its cause lies outside, any other as it is. `name`
 * tells the file from others that are open.
 */
export function toStoreError(error: unknown, name: string): unknown {
  const advice = adviceFor(error as Thrown);
  return advice === undefined
    ? error
    : new SyncError("store_unavailable", `The database ${name} ${advice}`, { retry: "now", cause: error });
}

/** Whether an error of this driver says that the file itself is broken, not the way to it. */
export function isDamaged(error: unknown): boolean {
  return error instanceof SyncError && adviceFor((error.cause ?? {}) as Thrown) === DAMAGED;
}

function adviceFor({ code, errcode, syscall }: Thrown): string | undefined {
  if (code === "ERR_INVALID_STATE") return "is closed; open it again.";
  if (syscall === "fdatasync") return REFUSED;
  if (syscall === "chmod" && code === "EPERM")
    return "belongs to another user, so it cannot be kept from others; run as that user, or give it to this one (chown).";
  if (typeof syscall === "string") return CANNOT_OPEN;
  // The low byte of an extended code is the primary one.
  return typeof errcode === "number" ? ADVICE.get(errcode & 0xff) : undefined;
}
