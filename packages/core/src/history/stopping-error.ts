import { stopsTheDatabase, stopsTheTenant } from "../notion/stopping-codes.js";
import type { ActivityState } from "../ports/state-store.js";
import { SyncError, type SyncErrorCode } from "../sync-error.js";

/** The error of an activity that stops all others too, if it has one that is younger than `since`. */
export function stoppingError(
  { kind, errorCode, errorMessage, errorAt, dueAt }: ActivityState,
  since: number,
): SyncError | undefined {
  if (errorCode === undefined || errorAt === undefined || dueAt === undefined) return undefined;
  // What is tried again, or has just had an event, still bears the error of the time before.
  if (errorAt <= since) return undefined;
  const error = new SyncError(errorCode as SyncErrorCode, errorMessage ?? "", { retry: "never" });
  if (stopsTheTenant(error)) return error;
  if (!stopsTheDatabase(error)) return undefined;
  return new SyncError(error.code, `The database for each ${kind}: ${error.message}`, { retry: "never" });
}
