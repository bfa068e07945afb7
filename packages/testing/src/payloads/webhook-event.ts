import type { Json } from "@openphone-notion/core";
import { contentId } from "./content-id.js";

/** The three body families: `new` (apiVersion 2026-03-30), `v4` (made through `/v1/webhooks/*`), `v3` (made in the app). */
export type WebhookSystem = "new" | "v4" | "v3";

/** A part of a webhook body; a member that is `undefined` is not sent. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** A webhook body as a plain object. The new system fills `resource`, `context` and `links`; the legacy ones `object`. */
export interface WebhookEvent {
  id: string;
  object?: "event";
  apiVersion: string;
  createdAt: string;
  type: string;
  data: {
    resource?: JsonObject;
    context?: JsonObject;
    links?: { quo: string | null };
    object?: JsonObject;
    /** In real v4 bodies, not in the documentation. */
    deepLink?: string;
  };
}

/** What every builder lets you say of the envelope, and the way to any single field. */
export interface EventOptions {
  /** `EV…`. Made from the content unless given: equal bodies have equal ids, different ones differ. */
  eventId?: string;
  eventCreatedAt?: string;
  /** Sent instead of the event's own name, e.g. the `callSummary` that the legacy documentation prints. */
  type?: string;
  /** Laid over `data.resource` (new) or `data.object` (legacy) at the very end; `undefined` removes the field. */
  override?: JsonObject;
  /** The link into the app (`links.quo`, v4 `deepLink`); `null` where the sender has none. */
  link?: string | null;
}

export interface NewEventOptions extends EventOptions {
  /** Laid over `data.context`; `undefined` removes the field. */
  context?: JsonObject;
}

/** Lays `over` onto `base`; a field that is `undefined` in `over` is removed. */
function overlay(base: JsonObject, over: JsonObject = {}): JsonObject {
  return Object.fromEntries(Object.entries({ ...base, ...over }).filter(([, value]) => value !== undefined));
}

function withId(event: Omit<WebhookEvent, "id">, eventId: string | undefined): WebhookEvent {
  return { id: eventId ?? contentId("EV", JSON.stringify(event)), ...event };
}

/** Envelope of the new system. */
export function newEvent(
  type: string,
  parts: { createdAt: string; resource: JsonObject; context: JsonObject; link: string | null },
  options: NewEventOptions,
): WebhookEvent {
  return withId(
    {
      apiVersion: "2026-03-30",
      createdAt: options.eventCreatedAt ?? parts.createdAt,
      type: options.type ?? type,
      data: {
        resource: overlay(parts.resource, options.override),
        context: overlay(parts.context, options.context),
        links: { quo: options.link === undefined ? parts.link : options.link },
      },
    },
    options.eventId,
  );
}

/** Envelope of the legacy systems. */
export function legacyEvent(
  type: string,
  parts: { apiVersion: "v3" | "v4"; createdAt: string; object: JsonObject; deepLink?: string | null },
  options: EventOptions,
): WebhookEvent {
  const deepLink = options.link === undefined ? parts.deepLink : options.link;
  return withId(
    {
      object: "event",
      apiVersion: parts.apiVersion,
      createdAt: options.eventCreatedAt ?? parts.createdAt,
      type: options.type ?? type,
      data: {
        ...(typeof deepLink === "string" && { deepLink }),
        object: overlay(parts.object, options.override),
      },
    },
    options.eventId,
  );
}

/** The compact JSON text that is sent and signed. */
export const postBody = (event: WebhookEvent): string => JSON.stringify(event);
