import { checkMapping, type NotionGateway, type PropertyMapping } from "@openphone-notion/core";
import { type Finding, fail, ok, warn } from "./finding.js";

const CONTEXT = { priority: "critical" } as const;

/** One database against the mapping of its kind. */
export async function checkDatabase(
  notion: NotionGateway,
  { kind, id, mapping }: { kind: string; id: string; mapping: PropertyMapping<never> },
): Promise<Finding[]> {
  const check = `${kind} database`;
  const schema = await notion.schema(await notion.resolveDataSource(id, CONTEXT), CONTEXT);
  if (schema.inTrash) {
    const todo = "Restore it in Notion, or run openphone-notion init with another one.";
    return [fail(check, "It is in Notion's trash, so no row can be written.", todo)];
  }
  const { missing, incompatible, idProperty } = checkMapping(mapping, schema);
  const findings = incompatible.map(({ property, found, accepted }) =>
    fail(
      check,
      `The column ${property} is a ${found}, which cannot hold what the mapping puts there.`,
      `Change its type to ${accepted.join(" or ")}, or take it out of the mapping.`,
    ),
  );
  if (!idProperty) {
    findings.push(
      fail(
        check,
        "There is no column for the OpenPhone id; without one a row could be doubled, so nothing is written.",
        "Run openphone-notion init, which adds it, or add a text column of the name the mapping has.",
      ),
    );
  }
  if (missing.length > 0) {
    findings.push(
      warn(
        check,
        `These columns are not there and stay out: ${missing.join(", ")}.`,
        "Run openphone-notion init to add them, or leave it so.",
      ),
    );
  }
  return findings.length > 0 ? findings : [ok(check, "Shared, and every column of the mapping is there.")];
}

/** Makes a row and throws it away: the only way to know that the connection may. */
export async function checkWriting(
  notion: NotionGateway,
  { kind, id }: { kind: string; id: string },
): Promise<Finding[]> {
  const schema = await notion.schema(await notion.resolveDataSource(id, CONTEXT), CONTEXT);
  const title = Object.values(schema.properties).find(({ type }) => type === "title");
  const page = await notion.createPage(
    schema.dataSourceId,
    title ? { [title.id]: { title: [{ text: { content: "openphone-notion doctor" } }] } } : {},
    CONTEXT,
  );
  await notion.trashPage(page.id, CONTEXT);
  return [ok(`${kind} database`, "A row was made and thrown away again.")];
}
