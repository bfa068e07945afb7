import { conversationIdOf, fakeWorkspace, inboxLink } from "./fake-workspace.js";

/** A picture or file of a message, behind a link that may expire. */
export type MessageMedia = {
  url: string;
  /** MIME type. */
  type: string;
};

/** What was sent; the same options make webhook bodies of every family and REST answers. */
export interface MessageOptions {
  /** `AC2` unless given. */
  id?: string;
  direction?: "incoming" | "outgoing";
  /** E.164, short code or `Anonymous`; sender and recipients default by direction. */
  from?: string;
  to?: readonly string[];
  text?: string;
  media?: readonly MessageMedia[];
  /** As sent; open. */
  status?: string;
  createdAt?: string;
  phoneNumberId?: string | null;
  userId?: string | null;
  conversationId?: string | null;
  /** OpenPhone's contacts, not Canvas pages. */
  contactIds?: readonly string[];
}

/** A message with everything filled in that its options left open. */
export interface MessageFacts {
  id: string;
  direction: "incoming" | "outgoing";
  from: string;
  to: readonly string[];
  text: string;
  media: readonly MessageMedia[];
  status: string;
  createdAt: string;
  phoneNumberId: string | null;
  userId: string | null;
  conversationId: string | null;
  contactIds: readonly string[];
  /** Everybody outside the workspace. */
  external: readonly string[];
  link: string | null;
}

export function describeMessage(options: MessageOptions = {}): MessageFacts {
  if (options.to !== undefined && !Array.isArray(options.to))
    throw new Error("to must be an array of recipients; what no sender would say goes into `override`.");
  const id = options.id ?? "AC2";
  const direction = options.direction ?? "incoming";
  const incoming = direction === "incoming";
  const from = options.from ?? (incoming ? fakeWorkspace.customerNumber : fakeWorkspace.ownNumber);
  const to = options.to ?? [incoming ? fakeWorkspace.ownNumber : fakeWorkspace.customerNumber];
  const external = incoming ? [from] : to;
  const phoneNumberId =
    options.phoneNumberId === undefined ? fakeWorkspace.phoneNumberId : options.phoneNumberId;
  const conversationId =
    options.conversationId === undefined && phoneNumberId
      ? conversationIdOf(phoneNumberId, external)
      : (options.conversationId ?? null);
  return {
    id,
    direction,
    from,
    to,
    text: options.text ?? "Hello",
    media: options.media ?? [],
    status: options.status ?? (incoming ? "received" : "delivered"),
    createdAt: options.createdAt ?? "2026-10-07T15:00:00.000Z",
    phoneNumberId,
    userId: options.userId === undefined ? fakeWorkspace.userId : options.userId,
    conversationId,
    contactIds: options.contactIds ?? [],
    external,
    link: inboxLink(phoneNumberId, conversationId, id),
  };
}
