import { type ActivityKey, parseActivityKey } from "@openphone-notion/core";
import { currentVersion, type Page } from "./page.js";
import { textOf } from "./row.js";
import type { DataSource, Property } from "./schema.js";
import type { Workspace } from "./workspace.js";

const ID_PROPERTY = { call: "Call ID", message: "Message ID", mail: "Message ID" } as const;
/** The types that an id can be written into. */
const ID_TYPES: ReadonlySet<string> = new Set(["title", "rich_text", "phone_number"]);
const MAX_SHOWN = 10;

interface Row {
  id: string;
  column: string;
  page: Page;
}

/**
 * The one live page of an activity, found by its id property: `idColumn`, else the one of the default mapping, else,
 * in databases that have none of that name, whichever text property holds the id. Throws when there is no such page or
 * more than one, and says what there is instead.
 */
export function findActivity(workspace: Workspace, key: ActivityKey, idColumn?: string): Page {
  const { kind, id } = parseActivityKey(key);
  if (!Object.hasOwn(ID_PROPERTY, kind))
    throw new Error(`fakeNotion: "${key}" is not a key such as "call:AC1".`);
  const name = idColumn ?? ID_PROPERTY[kind];
  const sources = [...workspace.dataSources.values()];
  const withColumn = sources.filter((source) => source.properties.some((property) => property.name === name));
  const rows = withColumn.flatMap((source) =>
    liveRows(workspace, source, (property) => property.name === name),
  );
  const found = rows.filter((row) => row.id === id);
  if (found.length > 0) return onlyPage(found, id);

  const others = idColumn === undefined ? sources.filter((source) => !withColumn.includes(source)) : [];
  const elsewhere = others
    .flatMap((source) => liveRows(workspace, source, ({ type }) => ID_TYPES.has(type)))
    .filter((row) => row.id === id);
  if (elsewhere.length > 0) return onlyPage(elsewhere, id);

  if (withColumn.length === 0) {
    const nowhere = idColumn === undefined ? `, and no live page has "${id}" in a text property` : "";
    throw new Error(`fakeNotion: no database has a property "${name}"${nowhere}.`);
  }
  const known = rows.slice(0, MAX_SHOWN).map((row) => row.id || "(empty)");
  const there =
    rows.length > 0 ? `There are ${rows.length}: ${known.join(", ")}.` : "There are no such pages at all.";
  throw new Error(`fakeNotion: no live page has "${name}" = "${id}". ${there}`);
}

function onlyPage(rows: readonly Row[], id: string): Page {
  const pages = [...new Set(rows.map(({ page }) => page))];
  if (pages.length === 1) return pages[0]!;
  const columns = [...new Set(rows.map(({ column }) => `"${column}"`))];
  const which = columns.length > 1 ? " Say which holds the id: page(key, { idColumn })." : "";
  throw new Error(
    `fakeNotion: ${pages.length} live pages have ${columns.join(" or ")} = "${id}": ` +
      `${pages.map((page) => page.id).join(", ")}.${which}`,
  );
}

/** The live rows, once for each of the properties. */
function liveRows(
  workspace: Workspace,
  dataSource: DataSource,
  isWanted: (property: Property) => boolean,
): Row[] {
  const pages = dataSource.pageIds
    .map((id) => workspace.pages.get(id)!)
    .filter((page) => !currentVersion(page).inTrash);
  return dataSource.properties.filter(isWanted).flatMap((property) =>
    pages.map((page) => ({
      id: textOf({ dataSource, page, version: currentVersion(page) }, property),
      column: property.name,
      page,
    })),
  );
}
