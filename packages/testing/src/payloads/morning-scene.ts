import type { FakeOpenPhone } from "../openphone/fake-openphone.js";
import type { CallOptions } from "./call-facts.js";
import type { MessageOptions } from "./message-facts.js";
import { type Line, support } from "./morning-people.js";
import type { Random } from "./seeded-random.js";
import type { WebhookEvent, WebhookSystem } from "./webhook-event.js";

/** The one row that an activity must end up as. */
export interface ExpectedRow {
  /** `call:AC…`, `message:AC…` */
  key: `call:${string}` | `message:${string}`;
  database: "calls" | "messages";
  /** The outcome a person would name. */
  status: string;
  direction: "incoming" | "outgoing";
  /** Name of the one linked contact; `null` for none. */
  contact: string | null;
  recordings?: number;
  voicemail?: boolean;
  summary?: boolean;
  transcriptLines?: number;
  /** Files of a message. */
  media?: number;
  /** UTF-16 units of the whole text. */
  textLength?: number;
}

/** One webhook body and the minute of the morning at which it arrives. */
export interface SceneDelivery {
  minute: number;
  system: WebhookSystem;
  event: WebhookEvent;
  /** For a person to read; without personal data. */
  note: string;
}

/** One activity: what OpenPhone knows of it, what it sends, and what must come of it. */
export interface Scene {
  prepare(openphone: FakeOpenPhone): void;
  deliveries: SceneDelivery[];
  /** Absent where the events speak of no activity. */
  expected?: ExpectedRow;
}

/** What the scenes of one morning share. */
export interface Stage {
  random: Random;
  mediaBaseUrl: string;
  /** ISO instant of a minute of the morning. */
  at(minute: number): string;
  /** An id that belongs to this seed. */
  id(prefix: string, name: string): string;
}

/** The options of an incoming or outgoing call between a line of ours and somebody. */
export const callBetween = (
  direction: "incoming" | "outgoing",
  line: Line,
  other: { number: string },
  more: CallOptions,
): CallOptions => ({
  direction,
  from: direction === "incoming" ? other.number : line.number,
  to: direction === "incoming" ? line.number : other.number,
  phoneNumberId: line.id,
  userId: line === support ? "US00fake02" : "US00fake01",
  ...more,
});

export const messageBetween = (
  direction: "incoming" | "outgoing",
  line: Line,
  other: { number: string },
  more: MessageOptions,
): MessageOptions => ({
  direction,
  from: direction === "incoming" ? other.number : line.number,
  to: [direction === "incoming" ? line.number : other.number],
  phoneNumberId: line.id,
  userId: line === support ? "US00fake02" : "US00fake01",
  ...more,
});
