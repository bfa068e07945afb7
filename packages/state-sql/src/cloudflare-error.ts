import { SyncError } from "@openphone-notion/core";

const UNAVAILABLE = "Cloudflare's database did not answer as it should; try again, and look at its status.";

/** https://developers.cloudflare.com/d1/observability/debug-d1/ and https://www.sqlite.org/rescode.html */
const ADVICE: readonly [says: RegExp, advice: string][] = [
  [
    /no such (table|column|view)/,
    "The database lacks a migration; apply them: wrangler d1 migrations apply.",
  ],
  [/SQLITE_FULL|maximum DB size/i, "The database is full; purge events and history sooner."],
  [/overloaded/i, "The database is overloaded; let fewer workers write at once."],
  [
    /daily (read|write|row)|daily limit/i,
    "The plan's daily limit of rows is reached; wait, or use a larger plan.",
  ],
];

/** What the statement itself is to blame for, whenever it is tried. */
const DEFECT = /SQLITE_(ERROR|CONSTRAINT|MISMATCH|RANGE|TOOBIG|AUTH|MISUSE)|D1_TYPE_ERROR/;

/**
 * An error of D1 or of a Durable Object's SQLite as `store_unavailable`, unless the statement is at fault. Both tell
 * of it in their message only, and what they may say is not a closed list: so what is not known to be a defect is taken
 * for an outage, after which all is tried again.
 */
export function toStoreError(error: unknown): unknown {
  if (error instanceof SyncError || error instanceof TypeError) return error;
  const message = String((error as { message?: unknown } | undefined)?.message);
  const advice = ADVICE.find(([says]) => says.test(message))?.[1];
  if (advice === undefined && DEFECT.test(message)) return error;
  return new SyncError("store_unavailable", advice ?? UNAVAILABLE, { retry: "now", cause: error });
}
