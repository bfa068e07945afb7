import {
  checkContactProperties,
  findContactProperties,
  type NotionGateway,
  type PropertyMapping,
  strayRelations,
} from "@openphone-notion/core";
import { type Finding, fail, ok } from "./finding.js";

const CONTEXT = { priority: "critical" } as const;

interface ContactSettings {
  phone: readonly string[] | undefined;
  email: readonly string[] | undefined;
  /** Whether contacts are made. */
  createMissing: boolean | undefined;
}

/** Whether the contact database can be read, which of its properties are, and whether new contacts can be written. */
export async function checkContacts(
  notion: Pick<NotionGateway, "resolveDataSource" | "schema">,
  id: string,
  { phone, email, createMissing }: ContactSettings,
): Promise<Finding[]> {
  const schema = await notion.schema(await notion.resolveDataSource(id, CONTEXT), CONTEXT);
  const properties = findContactProperties(schema, {
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
  });
  const listed = (of: typeof properties.phone) =>
    of.map(({ name, type }) => `"${name}" (${type})`).join(", ");
  const { unreadable, withoutHolder } = checkContactProperties(properties);
  return [
    ...unreadable.map(({ name, type }) =>
      fail(
        "contacts",
        `From the property ${name}, a ${type}, no numbers or addresses are read.`,
        "Name another in CANVAS_PHONE_PROPERTIES or CANVAS_EMAIL_PROPERTIES.",
      ),
    ),
    ...(createMissing ? withoutHolder : []).map((kind) =>
      fail(
        "contacts",
        `CANVAS_CREATE_MISSING is on, but no property can hold the ${kind === "phone" ? "number" : "address"} of a new contact.`,
        "Add a property of type phone, e-mail or text for it.",
      ),
    ),
    ok("contacts", "The contact database is shared."),
    ok(
      "contacts",
      `Numbers are read from ${listed(properties.phone)}, addresses from ${listed(properties.email)}.`,
    ),
  ];
}

/** Whether the columns that are to link contacts relate to their database. */
export async function checkLinks(
  notion: Pick<NotionGateway, "resolveDataSource" | "schema">,
  contacts: string,
  { kind, id, mapping }: { kind: string; id: string; mapping: PropertyMapping<never> },
): Promise<Finding[]> {
  const dataSourceId = await notion.resolveDataSource(contacts, CONTEXT);
  const schema = await notion.schema(await notion.resolveDataSource(id, CONTEXT), CONTEXT);
  return strayRelations(mapping, schema, { dataSourceId }).map((property) =>
    fail(
      `${kind} database`,
      `The column ${property} relates to another database than the contacts, so nobody can be linked.`,
      "Let it relate to the contact database, or name the database that it relates to in NOTION_CANVAS_DATABASE_ID.",
    ),
  );
}
