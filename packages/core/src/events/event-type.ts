/** Event types that speak of a call. */
const CALL_TYPES: ReadonlySet<string> = new Set([
  "call.ringing",
  "call.answered",
  "call.completed",
  "call.missed",
  "call.forwarded",
  "call.menu.selected",
  "call.recording.completed",
  "call.summary.completed",
  "call.transcript.completed",
  "call.voicemail.completed",
  "rest.call",
]);

/** Event types that speak of a message. */
const MESSAGE_TYPES: ReadonlySet<string> = new Set([
  "message.received",
  "message.delivered",
  "message.failed",
  "message.undelivered",
  "rest.message",
]);

/** What an event type speaks of; `undefined` for contacts, tasks and types that this version has not heard of. */
export function activityOf(type: string): "call" | "message" | undefined {
  if (CALL_TYPES.has(type)) return "call";
  return MESSAGE_TYPES.has(type) ? "message" : undefined;
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ["callSummary", "call.summary.completed"],
  ["callTranscript", "call.transcript.completed"],
]);

/**
 * The event's name. Legacy documentation prints `callSummary` and `callTranscript` as envelope types, real
 * deliveries carry the event names; what the object calls itself decides.
 */
export const legacyEventType = (type: string, objectName: string | undefined): string =>
  ALIASES.get(objectName ?? "") ?? ALIASES.get(type) ?? type;
