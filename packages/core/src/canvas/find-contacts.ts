import type { Json } from "../json.js";
import { SyncError } from "../sync-error.js";
import type { ContactProperties } from "./contact-properties.js";
import type { CountryCode } from "./country.js";
import { emailsIn } from "./email.js";
import { contactFilter } from "./lookup-filter.js";
import { phonesIn } from "./phone.js";
import { propertyTexts } from "./property-text.js";

/** A page of the Canvas database as a query answers it. */
export interface ContactPage {
  id: string;
  in_trash?: boolean;
  /** Values by property name. */
  properties: Readonly<Record<string, unknown>>;
}

/** Queries the Canvas database. */
export type ContactQuery = (body: {
  filter: Json;
  sorts: Json;
  page_size: number;
  start_cursor?: string;
}) => Promise<{ results: readonly ContactPage[]; next_cursor?: string | null; has_more: boolean }>;

const OLDEST_FIRST: Json = [{ timestamp: "created_time", direction: "ascending" }];

/** Ids of the live contact pages that hold `identifier` (E.164 or e-mail address), oldest first, verified on our side. */
export async function findContacts(
  identifier: string,
  options: { query: ContactQuery; properties: ContactProperties; defaultCountry: CountryCode },
): Promise<string[]> {
  const { query, properties, defaultCountry } = options;
  const filter = contactFilter(identifier, properties);
  if (!filter) {
    throw new SyncError(
      "invalid_configuration",
      "Notion can filter none of the Canvas properties named for phone numbers or e-mail addresses; name others.",
      { retry: "never" },
    );
  }
  const isEmail = identifier.includes("@");
  const keys = new Set((isEmail ? properties.email : properties.phone).flatMap(({ id, name }) => [id, name]));
  const read = (text: string) => (isEmail ? emailsIn(text) : phonesIn(text, defaultCountry));

  const found: string[] = [];
  let cursor: string | null | undefined;
  do {
    const answer = await query({
      filter,
      sorts: OLDEST_FIRST,
      page_size: 100,
      ...(cursor && { start_cursor: cursor }),
    });
    for (const page of answer.results) {
      if (!page.in_trash && valuesOf(page, keys).flatMap(read).includes(identifier)) found.push(page.id);
    }
    cursor = answer.has_more ? answer.next_cursor : undefined;
  } while (cursor);
  return found;
}

/** By property id as well as by name: a property may have been renamed since the schema was read. */
function valuesOf(page: ContactPage, keys: ReadonlySet<unknown>): string[] {
  return Object.entries(page.properties)
    .filter(([name, value]) => keys.has(name) || keys.has((value as { id?: unknown } | null)?.id))
    .flatMap(([, value]) => propertyTexts(value));
}
