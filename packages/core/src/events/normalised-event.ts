import type { ActivityKey } from "../key.js";
import type { Priority } from "../priority.js";
import type { ActivityRecord } from "../record/record.js";

/** Which body family an event came in. `rest` marks an event made from a REST answer, `mail` one made from a mail. */
export type EventSystem = "webhook-2026-03-30" | "webhook-v4" | "webhook-v3" | "rest" | "mail";

/** An event, freed of the family it came in. */
export interface NormalisedEvent {
  /** `EV…`; a body without an id gets one made from its content. */
  eventId: string;
  /** As sent, but with the legacy aliases (`callSummary`) replaced by event names. */
  type: string;
  system: EventSystem;
  priority: Priority;
  /** What it says of an activity; absent for types that speak of none, known or not. */
  activity?: { key: ActivityKey; patch: ActivityRecord };
}
