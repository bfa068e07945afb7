import { toSyncError } from "@openphone-notion/core";
import { type Finding, fail, warn } from "./finding.js";

const CHECK = "listening";

/**
 * What it means that doctor could not listen in serve's place; nothing where serve itself is in the way, as is to be
 * expected when it runs.
 */
export function listeningFindings(thrown: unknown, { hasArrived }: { hasArrived: boolean }): Finding[] {
  const { message, cause } = toSyncError(thrown);
  const isTaken = (cause as NodeJS.ErrnoException | undefined)?.code === "EADDRINUSE";
  if (isTaken) {
    const todo = "If it is another program's, not that of serve, end that program or set another PORT.";
    return hasArrived ? [] : [warn(CHECK, message, todo)];
  }
  const todo =
    "Set HOST to an address of this machine and PORT to one that this user may take (1024 or above).";
  return [(hasArrived ? warn : fail)(CHECK, message, todo)];
}
