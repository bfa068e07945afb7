import * as z from "zod";
import { readCallEvent } from "./call-event.js";
import { readDeepLink } from "./deep-link.js";
import type { CallFacts, MessageFacts } from "./facts.js";
import { readMessageObject } from "./message-object.js";
import { link, said } from "./open-schema.js";

const legacyData = z.lazy(() => z.object({ object: z.unknown(), deepLink: said(link) }));

/**
 * Reads a call event of the legacy webhooks, v2 to v4, from its `data`. The deep link names the conversation, which a v4
 * object lacks, and the call, which a v3 recording event lacks.
 */
export function readLegacyCall(type: string, data: unknown): CallFacts | undefined {
  const { object, deepLink } = legacyData.parse(data);
  const { activityId, conversationId } = readDeepLink(deepLink);
  const facts = readCallEvent(type, object, activityId);
  return facts && { ...facts, fields: withLink(facts.fields, deepLink, conversationId) };
}

/** Reads a message event of the legacy webhooks from its `data`. */
export function readLegacyMessage(data: unknown): MessageFacts | undefined {
  const { object, deepLink } = legacyData.parse(data);
  const { activityId, conversationId } = readDeepLink(deepLink);
  const facts = readMessageObject(object, activityId);
  return facts && { ...facts, fields: withLink(facts.fields, deepLink, conversationId) };
}

const withLink = <F extends { conversationId?: string | undefined }>(
  fields: F,
  deepLink: string | undefined,
  conversationId: string | undefined,
) => ({ ...fields, link: deepLink, conversationId: fields.conversationId ?? conversationId });

const v3Shape = z.lazy(() =>
  z.union([
    z.object({ body: z.string() }),
    z.object({ object: z.literal("call"), media: z.array(z.unknown()) }),
    z.object({ object: z.literal("call"), from: z.string() }),
  ]),
);

/** Which legacy system a body came from: as it says, else by the members that only v3 has. */
export function legacySystem(apiVersion: string | undefined, object: unknown): "webhook-v4" | "webhook-v3" {
  if (apiVersion === "v4") return "webhook-v4";
  if (apiVersion === "v3" || apiVersion === "v2") return "webhook-v3";
  return v3Shape.safeParse(object).success ? "webhook-v3" : "webhook-v4";
}
