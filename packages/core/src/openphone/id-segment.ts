import { SyncError } from "../sync-error.js";

/** An id as part of a path. Ids come from outside; one with a slash or dots would address another route with our key. */
export function idSegment(id: string): string {
  if (/^[\w-]+$/.test(id)) return id;
  throw new SyncError("openphone_invalid_request", "That is no OpenPhone id.", { retry: "never" });
}
