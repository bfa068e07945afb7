import * as z from "zod";
import { defined } from "../record/defined.js";
import { readCallEvent } from "./call-event.js";
import type { CallFacts, MessageFacts } from "./facts.js";
import { readMessageObject } from "./message-object.js";
import { label, labels, link, opaqueId, said } from "./open-schema.js";

const datedData = z.lazy(() =>
  z.object({
    resource: z.unknown(),
    context: said(
      z.object({
        phoneNumberId: said(opaqueId),
        conversationId: said(opaqueId),
        userId: said(opaqueId),
        senderIdentifier: said(label),
        recipientIdentifiers: said(labels),
        participants: said(z.object({ workspace: said(labels), external: said(labels) })),
      }),
    ),
    links: said(z.object({ quo: said(link) })),
  }),
);

/** Reads a call event of the new webhooks from its `data`. */
export function readDatedCall(type: string, data: unknown): CallFacts | undefined {
  const { resource, context, links } = datedData.parse(data);
  const facts = readCallEvent(type, resource);
  if (facts === undefined) return undefined;
  const told = defined({
    phoneNumberId: context?.phoneNumberId,
    conversationId: context?.conversationId,
    userId: context?.userId,
    workspaceNumbers: context?.participants?.workspace,
    externalNumbers: context?.participants?.external,
    link: links?.quo,
  });
  return { ...facts, fields: { ...facts.fields, ...told } };
}

/** Reads a message event of the new webhooks from its `data`. */
export function readDatedMessage(data: unknown): MessageFacts | undefined {
  const { resource, context, links } = datedData.parse(data);
  const facts = readMessageObject(resource);
  if (facts === undefined) return undefined;
  const told = defined({
    phoneNumberId: context?.phoneNumberId,
    conversationId: context?.conversationId,
    userId: context?.userId,
    from: context?.senderIdentifier,
    to: context?.recipientIdentifiers,
    link: links?.quo,
  });
  return { ...facts, fields: { ...facts.fields, ...told } };
}
