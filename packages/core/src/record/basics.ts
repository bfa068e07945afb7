import type { CallRecord, MessageRecord } from "./record.js";

/** Whether a call page could not yet say which way, when and with whom: the call is then worth a GET. */
export function callLacksBasics({ fields }: CallRecord): boolean {
  const hasParty = fields.from ?? fields.participants ?? fields.externalNumbers;
  return !fields.direction || !fields.createdAt || !hasParty;
}

/** Whether a message page could not yet say which way, when, from whom and to whom. */
export function messageLacksBasics({ fields }: MessageRecord): boolean {
  return !fields.direction || !fields.createdAt || !fields.from || !fields.to;
}
