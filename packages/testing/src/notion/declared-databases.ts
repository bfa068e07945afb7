import { createDatabase, createDataSource } from "./create-database.js";
import { makeDual } from "./dual-relation.js";
import type { ColumnSpec, ColumnSpecs } from "./options.js";
import { isPropertyType } from "./property-types.js";
import { type DataSource, findProperty, newProperty, type Property } from "./schema.js";
import type { Workspace } from "./workspace.js";

const DEFAULT_RELATION_TARGET = "canvas";

/** Builds the databases that a test declares. All of them first, because relations may point forwards. */
export function declareDatabases(
  workspace: Workspace,
  declared: Readonly<Record<string, ColumnSpecs>>,
): Map<string, DataSource> {
  const sources = new Map<string, DataSource>();
  const place = { type: "page_id", page_id: workspace.rootPageId };
  for (const [name, columns] of Object.entries(declared)) {
    assertOneTitle(name, columns);
    const database = createDatabase(workspace, name, place, workspace.personId);
    sources.set(name, createDataSource(workspace, database, name, [], workspace.personId));
  }
  for (const [name, columns] of Object.entries(declared)) {
    const source = sources.get(name)!;
    for (const [column, spec] of Object.entries(columns)) {
      source.properties.push(columnProperty(workspace, sources, source, column, spec));
    }
  }
  for (const [name, columns] of Object.entries(declared)) {
    for (const [column, spec] of Object.entries(columns)) {
      const source = sources.get(name)!;
      if (spec.dual) makeDual(workspace, source, findProperty(source, column)!, spec.dual);
    }
  }
  return sources;
}

/** One column of a declared database as a schema property. */
export function columnProperty(
  workspace: Workspace,
  sources: ReadonlyMap<string, DataSource>,
  owner: DataSource,
  name: string,
  spec: ColumnSpec,
): Property {
  if (!isPropertyType(spec.type)) {
    throw new Error(
      `fakeNotion: column "${name}" has the type "${spec.type}", which the fake does not model.`,
    );
  }
  return newProperty(workspace, {
    name,
    type: spec.type,
    ...(spec.options && { options: spec.options }),
    ...(spec.type === "relation" && {
      relation: { dataSourceId: relationTarget(sources, owner, name, spec) },
    }),
  });
}

function relationTarget(
  sources: ReadonlyMap<string, DataSource>,
  owner: DataSource,
  column: string,
  spec: ColumnSpec,
): string {
  const target =
    spec.to === undefined ? (sources.get(DEFAULT_RELATION_TARGET) ?? owner) : sources.get(spec.to);
  if (!target)
    throw new Error(`fakeNotion: column "${column}" relates to "${spec.to}", which is not declared.`);
  return target.id;
}

function assertOneTitle(name: string, columns: ColumnSpecs): void {
  const titles = Object.values(columns).filter((column) => column.type === "title").length;
  if (titles !== 1)
    throw new Error(`fakeNotion: database "${name}" needs one title column, it has ${titles}.`);
}
