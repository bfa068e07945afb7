import type { ActivityKey } from "@openphone-notion/core";
import type { FakeOpenPhone, PlainValue, WebhookEvent } from "@openphone-notion/testing";

/** What an event tells of its activity, as far as a column depends on it. */
export type Told =
  /** How it went. */
  | "outcome"
  /** When it ended. */
  | "end"
  /** That a voicemail was left. */
  | "leftVoicemail"
  /** Conversation and link into the app. */
  | "conversation"
  | "link"
  | "recordings"
  | "voicemail"
  | "summary"
  | "transcript"
  | "media";

/** One event on its way to the sync. */
export interface Part {
  event: WebhookEvent;
  /** Milliseconds from the start at which it is first sent. */
  at: number;
  tells: readonly Told[];
}

/** What a column must show at the end: one value, or one of several where the events that arrived leave it open. */
export type Expected = { is: PlainValue } | { among: readonly PlainValue[] };

/** One activity as it really happened: what OpenPhone knows, what it sends, and what Notion must show of it. */
export interface Story {
  key: ActivityKey;
  database: "calls" | "messages";
  /** Numbers of the other side. */
  counterparts: readonly string[];
  prepare(openphone: FakeOpenPhone): void;
  parts: readonly Part[];
  /** By column, when only what is in `told` has arrived. Files are told as their number, times as milliseconds. */
  expected(told: ReadonlySet<Told>): Record<string, Expected>;
}

export const is = (value: PlainValue): Expected => ({ is: value });

/** The value once it was told; before that it may be known from elsewhere, or `otherwise` be shown. */
export const onceTold = (told: boolean, value: PlainValue, ...otherwise: PlainValue[]): Expected =>
  told ? is(value) : { among: [value, null, ...otherwise] };
