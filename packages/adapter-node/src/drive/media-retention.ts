import { type MediaRetention, retainMediaWhenDue } from "@openphone-notion/core";
import type { RegularTask } from "./drive.js";

/** How often it is looked whether the pass of the day is due, or has not ended. */
const LOOK_EVERY_MS = 5 * 60_000;

/** Deletes files that are older than so many days. */
export const mediaRetention = (retention: MediaRetention, days: number): RegularTask => ({
  name: "media-retention",
  everyMs: LOOK_EVERY_MS,
  run: (signal) => retainMediaWhenDue(retention, days, { signal }),
});
