import { type Clock, type Logger, reportWhenDue, type StateStore } from "@openphone-notion/core";
import type { RegularTask } from "./drive.js";

/** How often it is looked whether a day has ended. */
const LOOK_EVERY_MS = 5 * 60_000;

/** Reports on each day that has ended; on those that ended while no process was there, at the start. */
export const dailyReport = (parts: {
  store: StateStore;
  clock: Clock;
  logger: Logger;
  owner: string;
}): RegularTask => ({
  name: "daily-report",
  everyMs: LOOK_EVERY_MS,
  atOnce: true,
  run: () => reportWhenDue(parts),
});
