import { appendBlocks } from "./append-blocks.js";
import { columnProperty } from "./declared-databases.js";
import { makeDual } from "./dual-relation.js";
import { createPage, editPage } from "./edit-page.js";
import { canonicalId } from "./identifiers.js";
import type { ColumnSpec } from "./options.js";
import { dataSourceIdOf, type Page } from "./page.js";
import { fromPlain, type PlainValue } from "./plain-value.js";
import type { NewBlock } from "./read-block.js";
import { readRichText } from "./rich-text.js";
import { type DataSource, findProperty, type Property } from "./schema.js";
import { removeProperty } from "./update-data-source.js";
import type { Value } from "./value.js";
import { findDataSource, findPage, type Workspace } from "./workspace.js";

/** Values by property name, as a person types them. */
export type TypedValues = Readonly<Record<string, PlainValue>>;

/** What a person does in Notion beside the connection: no requests, no limits, seen at once by reads. */
export interface Person {
  addPage(dataSource: DataSource, values: TypedValues): Page;
  editPage(pageId: string, values: TypedValues): void;
  trashPage(pageId: string): void;
  restorePage(pageId: string): void;
  /** Types a toggle at the end of a page, with paragraphs in it. */
  addToggle(pageId: string, heading: string, paragraphs?: readonly string[]): void;
  renameProperty(dataSource: DataSource, from: string, to: string): void;
  removeProperty(dataSource: DataSource, name: string): void;
  addProperty(dataSource: DataSource, name: string, spec: ColumnSpec): void;
}

export function createPerson(workspace: Workspace, sources: ReadonlyMap<string, DataSource>): Person {
  const pageOf = (pageId: string) => findPage(workspace, canonicalId(pageId) ?? pageId);
  return {
    addPage(dataSource, values) {
      const parent = {
        type: "data_source_id",
        data_source_id: dataSource.id,
        database_id: dataSource.databaseId,
      };
      return createPage(workspace, parent, typed(workspace, dataSource, values), workspace.personId);
    },
    editPage(pageId, values) {
      const page = pageOf(pageId);
      const dataSource = findDataSource(workspace, dataSourceIdOf(page)!);
      editPage(workspace, page, { values: typed(workspace, dataSource, values) }, workspace.personId);
    },
    trashPage: (pageId) => editPage(workspace, pageOf(pageId), { inTrash: true }, workspace.personId),
    restorePage: (pageId) => editPage(workspace, pageOf(pageId), { inTrash: false }, workspace.personId),
    addToggle(pageId, heading, paragraphs = []) {
      const page = pageOf(pageId);
      const block = typedBlock(
        "toggle",
        heading,
        paragraphs.map((text) => typedBlock("paragraph", text)),
      );
      const parent = { type: "page_id", page_id: page.id };
      appendBlocks(workspace, parent, page.children, [block], page.children.length, workspace.personId);
    },
    renameProperty(dataSource, from, to) {
      named(dataSource, from).name = to;
    },
    removeProperty: (dataSource, name) => removeProperty(dataSource, named(dataSource, name)),
    addProperty(dataSource, name, spec) {
      const property = columnProperty(workspace, sources, dataSource, name, spec);
      dataSource.properties.push(property);
      if (spec.dual) makeDual(workspace, dataSource, property, spec.dual);
    },
  };
}

const typedBlock = (type: string, text: string, children: NewBlock[] = []): NewBlock => ({
  type,
  content: { color: "default", rich_text: readRichText([{ text: { content: text } }], type) },
  file: undefined,
  children,
});

const typed = (workspace: Workspace, dataSource: DataSource, values: TypedValues): Map<string, Value> =>
  new Map(
    Object.entries(values).map(([name, plain]) => {
      const property = named(dataSource, name);
      return [property.id, fromPlain(workspace, property, plain)];
    }),
  );

function named(dataSource: DataSource, name: string): Property {
  const property = findProperty(dataSource, name);
  if (property) return property;
  const names = dataSource.properties.map((candidate) => `"${candidate.name}"`).join(", ");
  throw new Error(`fakeNotion: "${dataSource.name}" has no property "${name}"; it has ${names}.`);
}
