import { fakeWorkspace } from "./fake-workspace.js";
import { describeMessage, type MessageFacts, type MessageOptions } from "./message-facts.js";
import { secondsAfter } from "./seconds-after.js";
import {
  type JsonObject,
  legacyEvent,
  type NewEventOptions,
  newEvent,
  type WebhookEvent,
  type WebhookSystem,
} from "./webhook-event.js";

/** A message, and the family of bodies that tells of it (`new` unless given). */
export interface MessageEventOptions extends MessageOptions, NewEventOptions {
  system?: WebhookSystem;
}

/** A message that did not arrive, and why. */
export interface MessageFailureOptions extends MessageOptions, NewEventOptions {
  /** The carrier's code, e.g. `30007` (filtered). */
  errorCode?: string | null;
}

const context = (message: MessageFacts): JsonObject => ({
  orgId: fakeWorkspace.orgId,
  phoneNumberId: message.phoneNumberId,
  conversationId: message.conversationId,
  userId: message.userId,
  contacts: {
    ids: message.contactIds,
    lookupStatus: message.contactIds.length > 0 ? "matched" : "none",
  },
  senderIdentifier: message.from,
  recipientIdentifiers: message.to,
});

const resource = ({ id, direction, text, media, status, createdAt }: MessageFacts) => ({
  id,
  direction,
  text,
  media,
  status,
  createdAt,
});

/** Real v4 bodies print a single recipient as a plain string; the documentation shows an array. */
const v4Message = (message: MessageFacts): JsonObject => ({
  id: message.id,
  object: "message",
  from: message.from,
  to: message.to.length === 1 ? message.to[0] : message.to,
  direction: message.direction,
  text: message.text,
  status: message.status,
  createdAt: message.createdAt,
  userId: message.userId,
  phoneNumberId: message.phoneNumberId,
  contactIds: message.contactIds,
});

const v3Message = (message: MessageFacts): JsonObject => ({
  id: message.id,
  object: "message",
  from: message.from,
  to: message.to.join(","),
  direction: message.direction,
  body: message.text,
  media: resource(message).media,
  status: message.status,
  createdAt: message.createdAt,
  userId: message.userId,
  phoneNumberId: message.phoneNumberId,
  conversationId: message.conversationId,
});

function messageEvent(
  type: string,
  message: MessageFacts,
  options: NewEventOptions,
  body: JsonObject = resource(message),
): WebhookEvent {
  const createdAt = secondsAfter(message.createdAt, 1);
  return newEvent(
    type,
    { createdAt, resource: body, context: context(message), link: message.link },
    options,
  );
}

function inAnySystem(type: string, message: MessageFacts, options: MessageEventOptions): WebhookEvent {
  if (options.system === undefined || options.system === "new") return messageEvent(type, message, options);
  const object = options.system === "v4" ? v4Message(message) : v3Message(message);
  const createdAt = secondsAfter(message.createdAt, 1);
  return legacyEvent(type, { apiVersion: options.system, createdAt, object }, options);
}

/** `message.received`: `AC2`, `Hello`, unless told otherwise. */
export const messageReceived = (options: MessageEventOptions = {}): WebhookEvent =>
  inAnySystem("message.received", describeMessage(options), options);

/** `message.delivered`, of an outgoing message. */
export const messageDelivered = (options: MessageEventOptions = {}): WebhookEvent =>
  inAnySystem("message.delivered", describeMessage({ direction: "outgoing", ...options }), options);

/** The one message event without `media`. */
export function messageFailed(options: MessageFailureOptions = {}): WebhookEvent {
  const message = describeMessage({ direction: "outgoing", status: "failed", ...options });
  const { media: _media, createdAt, ...rest } = resource(message);
  const body = { ...rest, errorCode: options.errorCode ?? null, createdAt };
  return messageEvent("message.failed", message, options, body);
}

/** `message.undelivered`, filtered by the carrier unless told otherwise. New system only. */
export function messageUndelivered(options: MessageFailureOptions = {}): WebhookEvent {
  const message = describeMessage({ direction: "outgoing", status: "undelivered", ...options });
  const { createdAt, ...rest } = resource(message);
  const errorCode = options.errorCode === undefined ? "30007" : options.errorCode;
  return messageEvent("message.undelivered", message, options, { ...rest, errorCode, createdAt });
}
