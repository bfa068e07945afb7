import { normaliseEmail } from "../canvas/email.js";
import { distinct } from "./distinct.js";
import type { ActivityRecord } from "./record.js";

/** E.164 as senders write it; what is written otherwise is looked up by itself, later. */
const NUMBER = /^\+[1-9]\d{6,14}$/;

/** A group has ten; who writes to a crowd is not worth a long list. */
const MOST = 20;

/** Whom a record names, own numbers included, as E.164 numbers and lower-cased e-mail addresses. */
export function identifiersOf(record: ActivityRecord): string[] {
  return distinct(named(record)).slice(0, MOST);
}

function named(record: ActivityRecord): string[] {
  if (record.kind === "mail")
    return (record.fields.external?.value ?? []).flatMap((text) => normaliseEmail(text) ?? []);
  const { from } = record.fields;
  const others =
    record.kind === "message"
      ? (record.fields.to?.value ?? [])
      : [
          record.fields.to?.value,
          ...(record.fields.externalNumbers?.value ?? []),
          ...(record.fields.participants?.value ?? []),
        ];
  return [from?.value, ...others].filter((text) => text !== undefined && NUMBER.test(text)) as string[];
}
