import { messageDelivered, messageFailed, messageReceived, messageUndelivered } from "./message-events.js";
import type { MessageOptions } from "./message-facts.js";
import { avery, blake, caseyMobile, ellis, mainLine, stranger, support } from "./morning-people.js";
import { type ExpectedRow, messageBetween, type Scene, type Stage } from "./morning-scene.js";
import { randomInteger } from "./seeded-random.js";
import type { WebhookSystem } from "./webhook-event.js";

/** Notion holds 2,000 UTF-16 units in one piece of text: the wave begins on unit 1,999, so a blind cut splits it. */
const longText = (random: Stage["random"]): string =>
  `${"All of it matters. ".repeat(120).slice(0, 1999)}👋${"And so on. ".repeat(randomInteger(random, 20, 200))}`;

const row = (
  id: string,
  status: string,
  message: MessageOptions,
  contact: string | null,
  media = 0,
): ExpectedRow => ({
  key: `message:${id}`,
  database: "messages",
  status,
  direction: message.direction ?? "incoming",
  contact,
  media,
  textLength: message.text?.length ?? 0,
});

interface Received {
  name: string;
  minute: number;
  system: WebhookSystem;
  from: { number: string; contact: string | null };
  text: string;
  /** File name of a picture. */
  picture?: string;
  /** How often the same delivery arrives. */
  times?: number;
  note: string;
}

function received(stage: Stage, what: Received): Scene {
  const id = stage.id("AC", what.name);
  const path = what.picture && `/mms/${what.picture}`;
  const media = path ? [{ url: stage.mediaBaseUrl + path, type: "image/jpeg" }] : [];
  const { text } = what;
  const createdAt = stage.at(what.minute);
  const message = messageBetween("incoming", mainLine, what.from, { id, text, media, createdAt });
  const event = messageReceived({ ...message, system: what.system });
  const delivery = { minute: what.minute, system: what.system, event, note: what.note };
  return {
    prepare(openphone) {
      openphone.addMessage(message);
      if (path) openphone.media.add(path, { size: 18_000, type: "image/jpeg" });
    },
    deliveries: Array.from({ length: what.times ?? 1 }, (_, at) => ({
      ...delivery,
      minute: what.minute + at * 7,
    })),
    expected: row(id, "Received", message, what.from.contact, media.length),
  };
}

export const receivedMessages = (stage: Stage): Scene[] =>
  (
    [
      {
        name: "hello",
        minute: 5,
        system: "new",
        from: avery,
        text: "Are you open today?",
        note: "A text message",
      },
      {
        name: "picture",
        minute: 24,
        system: "new",
        from: blake,
        text: "",
        picture: "roof.jpg",
        times: 2,
        note: "A picture without words, sent twice",
      },
      {
        name: "long",
        minute: 44,
        system: "v4",
        from: ellis,
        text: longText(stage.random),
        note: "A text longer than Notion takes in one piece",
      },
      {
        name: "oldpicture",
        minute: 84,
        system: "v3",
        from: caseyMobile,
        text: "See the photo",
        picture: "door.jpg",
        note: "A picture, oldest system",
      },
      {
        name: "unknown",
        minute: 115,
        system: "v4",
        from: stranger,
        text: "Hi 👩‍👩‍👧‍👦!",
        note: "A text of a stranger",
      },
    ] satisfies Received[]
  ).map((what) => received(stage, what));

/** Emoji, then delivered; the status comes after the fact. */
export function deliveredMessage(stage: Stage): Scene {
  const id = stage.id("AC", "delivered");
  const message = messageBetween("outgoing", support, caseyMobile, {
    id,
    text: "On my way 🚐💨",
    createdAt: stage.at(70),
  });
  return {
    prepare: (openphone) => void openphone.addMessage(message),
    deliveries: [
      { minute: 71, system: "new", event: messageDelivered(message), note: "A text is delivered" },
    ],
    expected: row(id, "Delivered", message, caseyMobile.contact),
  };
}

export function undeliveredMessage(stage: Stage): Scene {
  const id = stage.id("AC", "undelivered");
  const message = messageBetween("outgoing", mainLine, stranger, {
    id,
    text: "Your order is ready.",
    status: "undelivered",
    createdAt: stage.at(140),
  });
  return {
    prepare: (openphone) => void openphone.addMessage(message),
    deliveries: [
      { minute: 142, system: "new", event: messageUndelivered(message), note: "The carrier refuses a text" },
    ],
    expected: row(id, "Undelivered", message, null),
  };
}

export function failedMessage(stage: Stage): Scene {
  const id = stage.id("AC", "failed");
  const message = messageBetween("outgoing", mainLine, avery, {
    id,
    text: "See you at noon.",
    status: "failed",
    createdAt: stage.at(160),
  });
  return {
    prepare: (openphone) => void openphone.addMessage(message),
    deliveries: [{ minute: 161, system: "new", event: messageFailed(message), note: "A text fails" }],
    expected: row(id, "Failed", message, avery.contact),
  };
}
