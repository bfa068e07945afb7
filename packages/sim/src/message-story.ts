import {
  type MessageOptions,
  messageDelivered,
  messageFailed,
  messageReceived,
  messageUndelivered,
  type WebhookSystem,
} from "@openphone-notion/testing";
import type { Dice } from "./dice.ts";
import { customers, ownNumber, spelt } from "./people.ts";
import { is, onceTold, type Part, type Story, type Told } from "./story.ts";

const PICTURE_BYTES = 2_000;

/** A text message, received or sent, told by every system that is on. */
export function messageStory(
  dice: Dice,
  id: string,
  { start, at, systems }: { start: number; at: number; systems: readonly WebhookSystem[] },
): Story {
  const outcome = dice.pick(["Received", "Received", "Delivered", "Undelivered", "Failed"] as const);
  const incoming = outcome === "Received";
  const customer = dice.pick([...customers, ...(incoming ? ["anonymous"] : [])]);
  const text = `Message ${dice.between(1, 999)}.`;
  // A failed message does not tell its pictures.
  const pictures = outcome === "Failed" ? 0 : dice.pick([0, 0, 1, 2]);
  const createdAt = start + at;
  const message: MessageOptions = {
    id,
    direction: incoming ? "incoming" : "outgoing",
    from: incoming ? customer : ownNumber,
    to: [incoming ? ownNumber : customer],
    text,
    media: Array.from({ length: pictures }, (_, index) => ({
      url: `https://media.openphone.example/pictures/${id}-${index}.png`,
      type: "image/png",
    })),
    createdAt: new Date(createdAt).toISOString(),
    conversationId: `CN${id.slice(2)}`,
  };

  const event = (system: WebhookSystem): Part["event"] => {
    if (incoming) return messageReceived({ ...message, system });
    if (outcome === "Undelivered") return messageUndelivered(message);
    return outcome === "Failed" ? messageFailed(message) : messageDelivered({ ...message, system });
  };
  const tells = (system: WebhookSystem): Told[] => {
    if (system === "v4") return [];
    return system === "v3" ? ["media", "conversation"] : ["media", "conversation", "link"];
  };
  // Only the new system tells of failures.
  const speaking: readonly WebhookSystem[] = incoming || outcome === "Delivered" ? systems : ["new"];

  return {
    key: `message:${id}`,
    database: "messages",
    counterparts: [customer],
    prepare(openphone) {
      openphone.addMessage({ ...message, status: outcome.toLowerCase() });
      for (let index = 0; index < pictures; index++)
        openphone.media.add(`/pictures/${id}-${index}.png`, { size: PICTURE_BYTES, type: "image/png" });
    },
    parts: speaking.map((system) => ({ event: event(system), at: at + 1_000, tells: tells(system) })),
    expected: (known) => ({
      "Message ID": is(id),
      Name: is(`Message ${incoming ? "from" : "to"} ${spelt(customer)}: ${text}`),
      Direction: is(incoming ? "Incoming" : "Outgoing"),
      Status: is(outcome),
      From: is(incoming ? customer : ownNumber),
      To: is(incoming ? ownNumber : customer),
      Content: is(text),
      "OpenPhone Number": is(ownNumber),
      User: is("Dana Lee"),
      "Sent At": is(createdAt),
      Media: onceTold(known.has("media"), pictures, 0),
      "Conversation ID": onceTold(known.has("conversation"), message.conversationId ?? null),
      Link: onceTold(
        known.has("link"),
        `https://my.quo.com/inbox/PN00fake01/c/${message.conversationId}?at=${id}`,
      ),
    }),
  };
}
