import type { Priority } from "../priority.js";
import { callOutcome } from "../record/call-outcome.js";
import type { ActivityRecord } from "../record/record.js";

const BY_TYPE: ReadonlyMap<string, Priority> = new Map([
  ["message.received", "critical"],
  ["call.missed", "critical"],
  ["call.voicemail.completed", "critical"],
  ["call.ringing", "low"],
  ["call.answered", "low"],
  ["call.menu.selected", "low"],
  ["call.summary.completed", "low"],
]);

/** How soon an event must show: somebody waits for an answer to a missed call, nobody for a read receipt. */
export function eventPriority(type: string, patch: ActivityRecord | undefined): Priority {
  const fixed = BY_TYPE.get(type);
  if (fixed !== undefined) return fixed;
  if (type === "call.completed" && patch?.kind === "call") {
    const outcome = callOutcome(patch);
    return outcome === "Missed" || outcome === "Voicemail" ? "critical" : "standard";
  }
  if (patch?.kind === "message" && patch.fields.status?.value === "read") return "low";
  return "standard";
}
