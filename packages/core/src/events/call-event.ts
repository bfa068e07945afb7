import type { CallFields } from "../record/record.js";
import { readSummaryEvent, readTranscriptEvent, readVoicemailEvent } from "./call-artefact-events.js";
import { readCallObject } from "./call-object.js";
import type { CallFacts, Said } from "./facts.js";

/**
 * What the resource of a call event says. `undefined` if it names no call, or is none. `fallbackId` is the call
 * where the resource has no id at all.
 */
export function readCallEvent(type: string, resource: unknown, fallbackId?: string): CallFacts | undefined {
  if (type === "call.summary.completed") return readSummaryEvent(resource, fallbackId);
  if (type === "call.transcript.completed") return readTranscriptEvent(resource, fallbackId);
  if (type === "call.voicemail.completed") return readVoicemailEvent(resource);
  const facts = readCallObject(resource, fallbackId);
  return facts && { ...facts, fields: { ...facts.fields, ...impliedBy(type, facts.fields) } };
}

/** New webhooks leave out of the resource what the event's name already says. */
function impliedBy(type: string, said: Said<CallFields>): Said<CallFields> {
  switch (type) {
    case "call.ringing":
      return { status: said.status ?? "ringing" };
    case "call.answered":
      return { status: said.status ?? "in-progress" };
    case "call.missed":
      // Only incoming calls are missed.
      return { missed: true, direction: said.direction ?? "incoming" };
    case "call.forwarded":
      // Where the target is told, that says enough, and the status stays free to tell how the call ended.
      return said.forwardedTo === undefined ? { status: said.status ?? "forwarded" } : {};
    default:
      return {};
  }
}
