import { findContactProperties, type NotionGateway } from "@openphone-notion/core";
import { type Finding, ok } from "./finding.js";

const CONTEXT = { priority: "critical" } as const;

/** Whether the contact database can be read, and which of its properties are. */
export async function checkContacts(
  notion: Pick<NotionGateway, "resolveDataSource" | "schema">,
  id: string,
  { phone, email }: { phone: readonly string[] | undefined; email: readonly string[] | undefined },
): Promise<Finding[]> {
  const schema = await notion.schema(await notion.resolveDataSource(id, CONTEXT), CONTEXT);
  const properties = findContactProperties(schema, {
    ...(phone ? { phone } : {}),
    ...(email ? { email } : {}),
  });
  const listed = (of: typeof properties.phone) =>
    of.map(({ name, type }) => `"${name}" (${type})`).join(", ");
  return [
    ok("contacts", "The contact database is shared."),
    ok(
      "contacts",
      `Numbers are read from ${listed(properties.phone)}, addresses from ${listed(properties.email)}.`,
    ),
  ];
}
