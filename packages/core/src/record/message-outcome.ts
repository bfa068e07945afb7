import type { MessageRecord } from "./record.js";

/** What came of a message, as a person would name it; a status that is new to this version comes in its own words. */
export type MessageOutcome =
  | "Received"
  | "Queued"
  | "Sent"
  | "Delivered"
  | "Read"
  | "Undelivered"
  | "Failed"
  | "Canceled"
  | "Unknown"
  | (string & {});

const OUTCOMES: ReadonlyMap<string, MessageOutcome> = new Map([
  ["queued", "Queued"],
  ["accepted", "Queued"],
  ["scheduled", "Queued"],
  ["sending", "Queued"],
]);

/** An incoming message is received, whatever the raw status says; `Unknown` is said before any status is known. */
export function messageOutcome({ fields }: MessageRecord): MessageOutcome {
  if (fields.direction?.value === "incoming") return "Received";
  const status = fields.status?.value;
  if (status === undefined) return "Unknown";
  return OUTCOMES.get(status) ?? humanise(status);
}

function humanise(status: string): string {
  const words = status.replace(/[-_\s]+/g, " ").trim();
  return words === "" ? "Unknown" : words[0]?.toUpperCase() + words.slice(1);
}
