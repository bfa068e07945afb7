import type { SchemaProperty } from "../notion/schema.js";
import type { ContactProperties } from "./contact-properties.js";
import { holderOf } from "./missing/new-contact.js";

/** What is wrong with the properties that contacts are known by: nothing where both are empty. */
export interface ContactPropertiesCheck {
  /** Of a type that no number or address is read from: only a property that was chosen by name can be one. */
  unreadable: SchemaProperty[];
  /** What a new contact could not be known by, for want of a property that can be written. */
  withoutHolder: ("phone" | "email")[];
}

const READABLE = new Set([
  "phone_number",
  "email",
  "rich_text",
  "title",
  "url",
  "number",
  "formula",
  "rollup",
]);

/** Holds the properties that contacts are known by against what can be read, and written for new ones. */
export function checkContactProperties({ phone, email }: ContactProperties): ContactPropertiesCheck {
  return {
    unreadable: [...new Set([...phone, ...email])].filter(({ type }) => !READABLE.has(type)),
    withoutHolder: [
      ...(holderOf(phone) ? [] : ["phone" as const]),
      ...(holderOf(email) ? [] : ["email" as const]),
    ],
  };
}
