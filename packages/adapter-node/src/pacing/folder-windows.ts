import {
  type Budget,
  type Clock,
  createSharedRateLimiter,
  type MeteredLimiter,
  openPhoneBudget,
  type RateLimiter,
} from "@openphone-notion/core";
import { openFolderNotes } from "./folder-notes.js";

/** Somewhat more than the deadline of any request of ours, to either service. */
const LONGEST_REQUEST_MS = 65_000;

/** What all processes at work on one data folder may ask of the services, together. */
export interface FolderWindows {
  notion: MeteredLimiter;
  openphone: RateLimiter;
  close(): Promise<void>;
}

/** Rejects with `store_unavailable` where the folder cannot be written. `owner` names this process among the others. */
export async function openFolderWindows(
  dataDir: string,
  { notionPerMinute, owner, clock }: { notionPerMinute: number; owner: string; clock: Clock },
): Promise<FolderWindows> {
  const notes = await openFolderNotes(dataDir);
  const paced = (name: string, budget: Budget) =>
    createSharedRateLimiter({
      ...{ ...budget, note: notes.note(name), taskLifeMs: LONGEST_REQUEST_MS },
      ...{ owner, clock },
    });
  return {
    notion: paced("notion", { requests: notionPerMinute, perMs: 60_000 }),
    openphone: paced("openphone", openPhoneBudget),
    close: () => notes.close(),
  };
}
