import { type Block, liveChildren } from "./block.js";
import type { JsonObject } from "./body-checks.js";
import { currentVersion, dataSourceIdOf, type Page } from "./page.js";
import { type PlainValue, toPlain } from "./plain-value.js";
import { renderPage } from "./render-page.js";
import { plainText, type RichTextItem } from "./rich-text.js";
import { findDataSource, type Workspace } from "./workspace.js";

/** A block as a test wants to look at it. */
export interface ReadableBlock {
  readonly id: string;
  readonly type: string;
  /** The plain text of its rich text; `""` where it has none. */
  readonly text: string;
  /** The members of the type's object. */
  readonly content: JsonObject;
  /** Of media blocks: the upload, when Notion hosts the file. */
  readonly uploadId: string | undefined;
  readonly children: readonly ReadableBlock[];
}

/** A row as a test wants to look at it: always the truth, whatever queries still see. */
export interface ReadablePage {
  readonly id: string;
  readonly url: string;
  /** As the API answers them. */
  readonly properties: JsonObject;
  /** By property name. */
  readonly values: Readonly<Record<string, PlainValue>>;
  /** ISO 8601, not rounded. */
  readonly createdTime: string;
  readonly inTrash: boolean;
  readonly children: readonly ReadableBlock[];
}

export function readablePage(workspace: Workspace, page: Page): ReadablePage {
  const { url, properties } = renderPage(workspace, page);
  return {
    id: page.id,
    url: url as string,
    properties: properties as JsonObject,
    values: plainValues(workspace, page),
    createdTime: new Date(page.createdAt).toISOString(),
    inTrash: currentVersion(page).inTrash,
    children: liveChildren(workspace, page.children).map((block) => readableBlock(workspace, block)),
  };
}

export function plainValues(workspace: Workspace, page: Page): Record<string, PlainValue> {
  const { properties } = findDataSource(workspace, dataSourceIdOf(page)!);
  return Object.fromEntries(
    properties.map((property) => [property.name, toPlain(workspace, page, property)]),
  );
}

const readableBlock = (workspace: Workspace, block: Block): ReadableBlock => ({
  id: block.id,
  type: block.type,
  text: plainText((block.content.rich_text ?? []) as RichTextItem[]),
  content: block.content,
  uploadId: block.file && "uploadId" in block.file ? block.file.uploadId : undefined,
  children: liveChildren(workspace, block.children).map((child) => readableBlock(workspace, child)),
});
