import type { JsonObject } from "./body-checks.js";
import { newId } from "./identifiers.js";
import { addVersion, currentVersion, dataSourceIdOf, type Page, storedValue } from "./page.js";
import type { DataSource, Property } from "./schema.js";
import type { Value } from "./value.js";
import { findDataSource, type Workspace } from "./workspace.js";

/** What a write changes in a page; what is left out stays. */
export interface PageEdit {
  /** By property id. */
  values?: ReadonlyMap<string, Value>;
  inTrash?: boolean;
}

/** Adds a page, as `author`, with its first values. */
export function createPage(
  workspace: Workspace,
  parent: JsonObject,
  values: ReadonlyMap<string, Value>,
  author: string,
): Page {
  const at = workspace.clock.now();
  const page: Page = {
    id: newId(workspace.random),
    parent,
    createdAt: at,
    createdBy: author,
    icon: null,
    cover: null,
    children: [],
    versions: [{ at, editedAt: at, editedBy: author, values: new Map(), inTrash: false }],
  };
  workspace.pages.set(page.id, page);
  workspace.blocksCreated += 1;
  const dataSource = dataSourceOf(workspace, page);
  dataSource?.pageIds.push(page.id);
  const first = new Map([...(dataSource ? numbered(dataSource) : []), ...values]);
  page.versions = [{ ...currentVersion(page), values: first }];
  for (const id of values.keys()) mirrorRelation(workspace, page, id, []);
  return page;
}

/** Changes a page, as `author`, and whatever mirrors its relations. */
export function editPage(workspace: Workspace, page: Page, edit: PageEdit, author: string): void {
  const before = currentVersion(page);
  addVersion(workspace, page, {
    values: new Map([...before.values, ...(edit.values ?? [])]),
    inTrash: edit.inTrash ?? before.inTrash,
    editedAt: workspace.clock.now(),
    editedBy: author,
  });
  for (const id of edit.values?.keys() ?? [])
    mirrorRelation(workspace, page, id, related(before.values.get(id)));
}

const dataSourceOf = (workspace: Workspace, page: Page): DataSource | undefined => {
  const id = dataSourceIdOf(page);
  return id === undefined ? undefined : findDataSource(workspace, id);
};

/** The next number of each `unique_id` property. */
function numbered(dataSource: DataSource): [string, Value][] {
  const counters = dataSource.properties.filter((property) => property.type === "unique_id");
  if (counters.length === 0) return [];
  dataSource.lastUniqueId += 1;
  return counters.map(({ id }) => [id, { type: "unique_id", number: dataSource.lastUniqueId }]);
}

const related = (value: Value | undefined): readonly string[] =>
  value?.type === "relation" ? value.pages : [];

/** The mirror is not an edit of the other page: its `last_edited_time` stays. */
function mirrorRelation(
  workspace: Workspace,
  page: Page,
  propertyId: string,
  before: readonly string[],
): void {
  const property = dataSourceOf(workspace, page)?.properties.find((candidate) => candidate.id === propertyId);
  const mirror = property && mirrorOf(workspace, property);
  if (!mirror) return;
  const after = related(currentVersion(page).values.get(propertyId));
  for (const id of after)
    if (!before.includes(id)) changeMirror(workspace, id, mirror, (pages) => [...pages, page.id]);
  for (const id of before) {
    if (!after.includes(id))
      changeMirror(workspace, id, mirror, (pages) => pages.filter((other) => other !== page.id));
  }
}

function mirrorOf(workspace: Workspace, property: Property): Property | undefined {
  if (!property.relation?.dualPropertyId) return undefined;
  const { dataSourceId, dualPropertyId } = property.relation;
  return findDataSource(workspace, dataSourceId).properties.find(
    (candidate) => candidate.id === dualPropertyId,
  );
}

function changeMirror(
  workspace: Workspace,
  pageId: string,
  mirror: Property,
  change: (pages: readonly string[]) => readonly string[],
): void {
  const page = workspace.pages.get(pageId)!;
  const version = currentVersion(page);
  const pages = change(related(storedValue(version, mirror)));
  addVersion(workspace, page, {
    values: new Map([...version.values, [mirror.id, { type: "relation", pages }]]),
  });
}
