import { describeMessage, type MessageFacts, type MessageOptions } from "../payloads/message-facts.js";
import { secondsAfter } from "../payloads/seconds-after.js";

export interface FakeMessage extends MessageFacts {
  updatedAt: string;
}

export function makeMessage(options: MessageOptions): FakeMessage {
  const message = describeMessage(options);
  return { ...message, updatedAt: secondsAfter(message.createdAt, 1) };
}

export const messageOnDated = (message: FakeMessage) => ({
  id: message.id,
  to: message.to,
  from: message.from,
  text: message.text,
  phoneNumberId: message.phoneNumberId,
  conversationId: message.conversationId,
  direction: message.direction,
  userId: message.userId,
  status: message.status,
  createdAt: message.createdAt,
  updatedAt: message.updatedAt,
  media: message.media,
});

/** v1 does not know the status `failed`. */
export const messageOnV1 = (message: FakeMessage) => ({
  ...messageOnDated(message),
  status: message.status === "failed" ? "undelivered" : message.status,
});
