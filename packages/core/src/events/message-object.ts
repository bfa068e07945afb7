import * as z from "zod";
import type { MessageFacts } from "./facts.js";
import { direction, label, labels, link, listOf, opaqueId, said, time } from "./open-schema.js";

const medium = z.lazy(() =>
  z
    .object({ url: link, type: said(label) })
    .transform(({ url, type }) => (type === undefined ? { url } : { url, type })),
);

const messageObject = z.lazy(() =>
  z.object({
    id: said(opaqueId),
    direction: said(direction),
    status: said(label),
    from: said(label),
    to: said(labels),
    text: said(z.string()),
    body: said(z.string()),
    media: said(listOf(medium)),
    createdAt: said(time),
    phoneNumberId: said(opaqueId),
    userId: said(opaqueId),
    actorId: said(opaqueId),
    conversationId: said(opaqueId),
    errorCode: said(z.union([label, z.number().transform(String)])),
  }),
);

/**
 * What a message object says, as every family carries it: legacy v3 says `body` for `text`, and `to` is one
 * number or several.
 */
export function readMessageObject(object: unknown, fallbackId?: string): MessageFacts | undefined {
  const { data: message } = messageObject.safeParse(object);
  const id = message?.id ?? fallbackId;
  if (message === undefined || id === undefined) return undefined;
  const { id: _, body, text = body, actorId, userId = actorId, ...fields } = message;
  return { kind: "message", id, fields: { ...fields, text, userId } };
}
