import type { ActivityRecord } from "./record.js";

/** `PN…` of the workspace number that an activity belongs to, once something has told of it; a mail has none. */
export const phoneNumberOf = (record: ActivityRecord): string | undefined =>
  record.kind === "mail" ? undefined : record.fields.phoneNumberId?.value;
