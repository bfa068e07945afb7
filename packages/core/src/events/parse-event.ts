import * as z from "zod";
import { activityKey } from "../key.js";
import type { ActivityRecord } from "../record/record.js";
import { parseTime } from "../record/time.js";
import { SyncError } from "../sync-error.js";
import { contentDigest } from "./content-digest.js";
import { readDatedCall, readDatedMessage } from "./dated-event.js";
import { type Envelope, readEnvelope } from "./envelope.js";
import { eventPriority } from "./event-priority.js";
import { activityOf, legacyEventType } from "./event-type.js";
import { type CallFacts, type MessageFacts, stampFacts } from "./facts.js";
import { legacySystem, readLegacyCall, readLegacyMessage } from "./legacy-event.js";
import { readMailEvent } from "./mail-event.js";
import type { EventSystem, NormalisedEvent } from "./normalised-event.js";
import { said, time } from "./open-schema.js";
import { readRestCallEvent, readRestMessageEvent } from "./rest.js";

/** How far a sender's clock may run ahead; a time further in the future would win every fold to come. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/**
 * Frees a body of the family it came in. `receivedAt` is in milliseconds since the epoch.
 *
 * Members that are missing, null or of a wrong type count as not said; types that speak of no call or message,
 * known or not, give an event without `activity`. Throws a `SyncError` of code `invalid_json`, `invalid_event`
 * (no event at all) or `unprocessable_event` (a call or message event that does not name its call or message).
 */
export function parseEvent(body: string, { receivedAt }: { receivedAt: number }): NormalisedEvent {
  const envelope = readEnvelope(body);
  const { system, type } = identify(envelope);
  const patch = readPatch(system, type, envelope, receivedAt);
  return {
    eventId: envelope.id ?? `content-${contentDigest(body)}`,
    type,
    system,
    priority: eventPriority(type, patch),
    ...(patch && { activity: { key: activityKey(patch.kind, patch.id), patch } }),
  };
}

function readPatch(
  system: EventSystem,
  type: string,
  envelope: Envelope,
  receivedAt: number,
): ActivityRecord | undefined {
  const at = stampTime(envelope, receivedAt);
  if (system === "mail") return readMailEvent(envelope, { at, receivedAt });
  const facts = readFacts(system, type, envelope.data);
  return facts && stampFacts(facts, at);
}

const named = z.lazy(() => z.object({ object: said(z.string()) }));

/** By structure first: versions are names, and new ones will come. */
function identify({ type, apiVersion, data }: Envelope): { system: EventSystem; type: string } {
  if (data.resource !== undefined) return { system: "webhook-2026-03-30", type };
  if (apiVersion === "rest" || apiVersion === "mail") return { system: apiVersion, type };
  const objectName = named.safeParse(data.object).data?.object;
  return { system: legacySystem(apiVersion, data.object), type: legacyEventType(type, objectName) };
}

function readFacts(system: EventSystem, type: string, data: unknown): CallFacts | MessageFacts | undefined {
  const activity = activityOf(type);
  if (activity === undefined) return undefined;
  const facts = activity === "call" ? readCall(system, type, data) : readMessage(system, data);
  if (facts !== undefined) return facts;
  throw new SyncError(
    "unprocessable_event",
    `The event is about a ${activity}, but names none. Report its shape: the sender may have changed it.`,
    { retry: "never" },
  );
}

function readCall(system: EventSystem, type: string, data: unknown): CallFacts | undefined {
  if (system === "webhook-2026-03-30") return readDatedCall(type, data);
  return system === "rest" ? readRestCallEvent(data) : readLegacyCall(type, data);
}

function readMessage(system: EventSystem, data: unknown): MessageFacts | undefined {
  if (system === "webhook-2026-03-30") return readDatedMessage(data);
  return system === "rest" ? readRestMessageEvent(data) : readLegacyMessage(data);
}

const timed = z.lazy(() => z.object({ updatedAt: said(time), createdAt: said(time) }));

/** When the sender knew it: the event's time, else the resource's, else that of receipt. */
function stampTime({ createdAt, data }: Envelope, receivedAt: number): number {
  const said = createdAt ?? resourceTime(data.resource ?? data.object);
  const at = said === undefined ? undefined : parseTime(said);
  return Math.min(at ?? receivedAt, receivedAt + MAX_CLOCK_SKEW_MS);
}

function resourceTime(resource: unknown): string | undefined {
  const { data } = timed.safeParse(resource);
  return data?.updatedAt ?? data?.createdAt;
}
