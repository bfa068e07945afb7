import { type ActivityKey, parseActivityKey } from "@openphone-notion/core";
import { currentVersion, type Page } from "./page.js";
import { textOf } from "./row.js";
import type { DataSource } from "./schema.js";
import type { Workspace } from "./workspace.js";

const ID_PROPERTY = { call: "Call ID", message: "Message ID", mail: "Message ID" } as const;
const MAX_SHOWN = 10;

/**
 * The one live page of an activity, found by its id property. Throws when there is none or more than one, and says
 * what there is instead.
 */
export function findActivity(workspace: Workspace, key: ActivityKey): Page {
  const { kind, id } = parseActivityKey(key);
  const name = ID_PROPERTY[kind];
  if (name === undefined) throw new Error(`fakeNotion: "${key}" is not a key such as "call:AC1".`);
  const rows = [...workspace.dataSources.values()].flatMap((source) => liveRows(workspace, source, name));
  const found = rows.filter((row) => row.id === id);
  if (found.length === 1) return found[0]!.page;
  if (found.length > 1) {
    throw new Error(
      `fakeNotion: ${found.length} live pages have "${name}" = "${id}": ${found.map((row) => row.page.id).join(", ")}.`,
    );
  }
  const known = rows.slice(0, MAX_SHOWN).map((row) => row.id || "(empty)");
  const others =
    rows.length > 0 ? `There are ${rows.length}: ${known.join(", ")}.` : "There are no such pages at all.";
  throw new Error(`fakeNotion: no live page has "${name}" = "${id}". ${others}`);
}

function liveRows(
  workspace: Workspace,
  dataSource: DataSource,
  idProperty: string,
): { id: string; page: Page }[] {
  const property = dataSource.properties.find((candidate) => candidate.name === idProperty);
  if (!property) return [];
  return dataSource.pageIds
    .map((id) => workspace.pages.get(id)!)
    .filter((page) => !currentVersion(page).inTrash)
    .map((page) => ({ page, id: textOf({ dataSource, page, version: currentVersion(page) }, property) }));
}
