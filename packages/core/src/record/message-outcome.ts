import type { MessageRecord } from "./record.js";

const OUTCOMES: ReadonlyMap<string, string> = new Map([
  ["queued", "Queued"],
  ["accepted", "Queued"],
  ["scheduled", "Queued"],
  ["sending", "Queued"],
]);

/**
 * The outcome a person would name: `Received`, `Queued`, `Sent`, `Delivered`, `Read`, `Undelivered`, `Failed`,
 * `Canceled`; `Unknown` before any status is known. An incoming message is received, whatever the raw status
 * says; a status that this version has not heard of is shown in its own words.
 */
export function messageOutcome({ fields }: MessageRecord): string {
  if (fields.direction?.value === "incoming") return "Received";
  const status = fields.status?.value;
  if (status === undefined) return "Unknown";
  return OUTCOMES.get(status) ?? humanise(status);
}

function humanise(status: string): string {
  const words = status.replace(/[-_\s]+/g, " ").trim();
  return words === "" ? "Unknown" : words[0]?.toUpperCase() + words.slice(1);
}
