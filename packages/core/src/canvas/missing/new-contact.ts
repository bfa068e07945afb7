import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { Json } from "../../json.js";
import { project } from "../../mapping/project.js";
import type { Property, PropertyMapping } from "../../mapping/property.js";
import { text, title } from "../../mapping/property-builders.js";
import type { Schema, SchemaProperty } from "../../notion/schema.js";
import { SyncError } from "../../sync-error.js";
import type { ContactProperties } from "../contact-properties.js";

/** Somebody who is no contact yet, as a template sees them. */
export interface NewContact {
  /** A name where one is known, else the number or address. */
  name: string;
  /** E.164. */
  phone?: string;
  /** Lower-cased. */
  email?: string;
}

/** Further columns of a new contact; the title may be given too. */
export type NewContactTemplate = PropertyMapping<NewContact>;

/** Types in which the number or address is found again as it was written, best first. */
const HOLDERS = ["phone_number", "email", "rich_text", "title"];

export function newContact(identifier: string, name: string | undefined): NewContact {
  if (identifier.includes("@")) return { name: name || identifier, email: identifier };
  const readable = parsePhoneNumberFromString(identifier)?.formatInternational() ?? identifier;
  return { name: name || readable, phone: identifier };
}

/**
 * The properties of a new contact page: its title, what it is known by, and what the template adds. Throws
 * `invalid_configuration` where no property can hold the number or address, for then it would be made again and again.
 */
export function newContactProperties(
  contact: NewContact,
  template: NewContactTemplate,
  schema: Schema,
  properties: ContactProperties,
): Record<string, Json> {
  const identifier = contact.phone ?? contact.email ?? "";
  const holder = holderOf(contact.phone === undefined ? properties.email : properties.phone);
  if (!holder) {
    throw new SyncError(
      "invalid_configuration",
      "CANVAS_CREATE_MISSING is on, but the contact database has no property of type phone, e-mail or text that could hold the number or address.",
      { retry: "never" },
    );
  }
  const titled = Object.values(schema.properties).find(({ type }) => type === "title");
  const known: Property<NewContact> =
    holder.type === "title"
      ? title(({ name }) => (name === identifier ? name : `${name} ${identifier}`))
      : text(() => identifier);
  const mapping: PropertyMapping<NewContact> = {
    ...(titled ? { [titled.name]: title(({ name }) => name) } : {}),
    ...template,
    [holder.name]: known,
  };
  return project(contact, mapping, schema, { canvas: undefined }).properties;
}

/** The property that a new contact's number or address is written into. */
export const holderOf = (properties: readonly SchemaProperty[]): SchemaProperty | undefined =>
  HOLDERS.flatMap((type) => properties.filter((property) => property.type === type))[0];
