import { SyncError, type Webhook } from "@openphone-notion/core";

/**
 * What the sync wants to hear of. Left out are events that would only cost Notion requests: ringing, answered and menu
 * choices are told again by what a call ends with.
 */
export const WANTED_EVENTS = [
  "call.completed",
  "call.missed",
  "call.forwarded",
  "call.recording.completed",
  "call.summary.completed",
  "call.transcript.completed",
  "call.voicemail.completed",
  "message.received",
  "message.delivered",
  "message.failed",
  "message.undelivered",
] as const;

/** Without these, calls or messages would be missing. */
export const missingEvents = (events: readonly string[]): string[] =>
  WANTED_EVENTS.filter((type) => !events.includes(type));

/** Where deliveries are to go; `undefined` while nobody said where the outside reaches this server. */
export const webhookUrl = (publicUrl: string | undefined, path: string): string | undefined =>
  publicUrl === undefined ? undefined : publicUrl.replace(/\/+$/, "") + path;

/** What a list of OpenPhone's webhooks has; `undefined` where OpenPhone has no such system. */
export async function unlessMissing(list: Promise<Webhook[]>): Promise<Webhook[] | undefined> {
  try {
    return await list;
  } catch (error) {
    if (error instanceof SyncError && error.code === "openphone_not_found") return undefined;
    throw error;
  }
}
