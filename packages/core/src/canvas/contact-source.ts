import type { NotionPage } from "../notion/gateway.js";
import type { Schema, SchemaProperty } from "../notion/schema.js";
import type { IndexedContact } from "../ports/canvas-state.js";
import { type ContactProperties, findContactProperties, type NamedProperties } from "./contact-properties.js";
import type { CountryCode } from "./country.js";
import { emailsIn } from "./email.js";
import { phonesIn } from "./phone.js";
import { propertyTexts } from "./property-text.js";

/** The contact database, and what of its pages counts. */
export interface ContactSource {
  dataSourceId: string;
  properties: ContactProperties;
  /** Ids of the properties that a query need answer. */
  propertyIds: readonly string[];
  country: CountryCode;
  /** Changes when pages that were read before would be read differently. */
  signature: string;
}

export function contactSource(
  schema: Schema,
  { country, named }: { country: CountryCode; named?: NamedProperties | undefined },
): ContactSource {
  const properties = findContactProperties(schema, named);
  const { dataSourceId } = schema;
  const [phone, email] = [idsOf(properties.phone), idsOf(properties.email)];
  return {
    ...{ dataSourceId, properties, country },
    propertyIds: [...new Set([...phone, ...email])],
    signature: JSON.stringify([dataSourceId, phone, email, country]),
  };
}

/** What a page of the contact database holds; nothing when it is in the trash. */
export function readContact(source: ContactSource, page: NotionPage): IndexedContact {
  const { properties, country } = source;
  const createdAt = Date.parse(page.created_time ?? "") || 0;
  if (page.in_trash) return { pageId: page.id, createdAt, identifiers: [] };
  const identifiers = [
    ...textsOf(page, properties.phone).flatMap((text) => phonesIn(text, country)),
    ...textsOf(page, properties.email).flatMap(emailsIn),
  ];
  return { pageId: page.id, createdAt, identifiers: [...new Set(identifiers)] };
}

const idsOf = (properties: readonly SchemaProperty[]): string[] => properties.map(({ id }) => id).sort();

/** By property id as well as by name: a property may have been renamed since the schema was read. */
function textsOf(page: NotionPage, properties: readonly SchemaProperty[]): string[] {
  const keys = new Set<unknown>(properties.flatMap(({ id, name }) => [id, name]));
  return Object.entries(page.properties)
    .filter(([name, value]) => keys.has(name) || keys.has((value as { id?: unknown } | null)?.id))
    .flatMap(([, value]) => propertyTexts(value));
}
