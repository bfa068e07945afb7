import type { StateStore } from "@openphone-notion/core";
import { showDuration } from "../output/time.js";
import { type Finding, ok, warn } from "./finding.js";

/** Work that stands still for longer than this has a reason. */
const OVERDUE_MS = 10 * 60_000;

/** Whether anything is stuck. */
export async function checkState(store: StateStore): Promise<Finding[]> {
  const now = Date.now();
  await store.putCursor("doctor", new Date(now).toISOString());
  const { depth, oldestDueAt, parked, lastError } = await store.health(now);
  const findings: Finding[] = [];
  if (parked > 0) {
    findings.push(
      warn(
        "activities",
        `${parked} are parked: they failed for good.`,
        "openphone-notion dlq list says why; then openphone-notion dlq replay --all.",
      ),
    );
  }
  if (oldestDueAt !== undefined && now - oldestDueAt > OVERDUE_MS) {
    findings.push(
      warn(
        "activities",
        `${depth} wait, the oldest for ${showDuration(now - oldestDueAt)}${lastError ? ` (${lastError.code})` : ""}.`,
        "See that serve runs; openphone-notion events list --failed says what is stuck.",
      ),
    );
  }
  return findings.length > 0 ? findings : [ok("state", "The database can be written; nothing is stuck.")];
}
