import { inTrashError, notFound, validationError } from "./api-error.js";
import { appendBlocks, countBlocks, readBlocks } from "./append-blocks.js";
import { type Block, liveChildren, renderBlock } from "./block.js";
import { assertBlocksLeft } from "./block-limit.js";
import { BLOCK_SHAPES } from "./block-types.js";
import { idAt, objectOf, oneOf } from "./body-checks.js";
import { commitDraft, startDraft } from "./draft.js";
import { editPage } from "./edit-page.js";
import type { Answer, Exchange } from "./exchange.js";
import { currentVersion, type Page } from "./page.js";
import { readInTrash } from "./pages.js";
import { listPage, pageOfQuery } from "./paginate.js";
import { readBlockBody } from "./read-block.js";
import { findBlock, type Workspace } from "./workspace.js";

/** GET /v1/blocks/:block_id/children, of a page or a block. */
export function listChildren({ workspace, params, query }: Exchange): Answer {
  const children = liveChildren(workspace, containerOf(workspace, params.block_id!).children);
  return { body: listPage(children, pageOfQuery(query), "block", (block) => renderBlock(workspace, block)) };
}

/** PATCH /v1/blocks/:block_id/children. Not idempotent: the same request twice appends twice. */
export function appendChildren(exchange: Exchange): Answer {
  const { workspace, params, body } = exchange;
  objectOf(body, "body", ["children", exchange.version === "2025-09-03" ? "after" : "position"]);
  const container = containerOf(workspace, params.block_id!);
  if (isInTrash(container)) throw inTrashError();
  if ("content" in container && !acceptsChildren(container))
    throw validationError("Block does not support children.");
  const draft = startDraft(workspace);
  const blocks = readBlocks(draft, body.children, "body.children");
  const position = readPosition(exchange, container.children);
  assertBlocksLeft(workspace);

  commitDraft(draft);
  const parent =
    "content" in container
      ? { type: "block_id", block_id: container.id }
      : { type: "page_id", page_id: container.id };
  const appended = appendBlocks(workspace, parent, container.children, blocks, position);
  workspace.blocksCreated += countBlocks(blocks);
  if (!("content" in container)) editPage(workspace, container, {}, workspace.botId);
  return {
    body: listPage(appended, { startCursor: undefined, pageSize: 100 }, "block", (block) =>
      renderBlock(workspace, block),
    ),
    committed: { resourceId: container.id, childIds: appended.map((block) => block.id) },
  };
}

/** GET /v1/blocks/:block_id. */
export const getBlock = ({ workspace, params }: Exchange): Answer => ({
  body: renderBlock(workspace, findBlock(workspace, params.block_id!)),
});

/** PATCH /v1/blocks/:block_id: replaces the content of a block; its type stays. */
export function patchBlock(exchange: Exchange): Answer {
  const { workspace, params, body } = exchange;
  const block = findBlock(workspace, params.block_id!);
  objectOf(body, "body", [
    "type",
    "in_trash",
    block.type,
    ...(exchange.version === "2025-09-03" ? ["archived"] : []),
  ]);
  const inTrash = readInTrash(body);
  if (block.inTrash && inTrash !== false) throw inTrashError();
  const draft = startDraft(workspace);
  const change =
    body[block.type] === undefined
      ? {}
      : readBlockBody(draft, block.type, body[block.type], `body.${block.type}`);

  commitDraft(draft);
  Object.assign(block, change, { editedAt: workspace.clock.now(), inTrash: inTrash ?? block.inTrash });
  return { body: renderBlock(workspace, block), committed: {} };
}

/** DELETE /v1/blocks/:block_id: moves a block, or a page, to the trash. */
export function deleteBlock({ workspace, params }: Exchange): Answer {
  const page = workspace.pages.get(params.block_id!);
  const target = page ?? findBlock(workspace, params.block_id!);
  if (isInTrash(target)) throw inTrashError();
  if (page) {
    editPage(workspace, page, { inTrash: true }, workspace.botId);
    return { body: { object: "block", id: page.id, type: "child_page", in_trash: true }, committed: {} };
  }
  const block = findBlock(workspace, params.block_id!);
  Object.assign(block, { inTrash: true, editedAt: workspace.clock.now() });
  return { body: renderBlock(workspace, block), committed: {} };
}

/** What may have children: a page is a block too. */
function containerOf(workspace: Workspace, id: string): Page | Block {
  const container = workspace.pages.get(id) ?? workspace.blocks.get(id);
  if (!container) throw notFound("block", id);
  return container;
}

const isInTrash = (container: Page | Block): boolean =>
  "content" in container ? container.inTrash : currentVersion(container).inTrash;

function acceptsChildren(block: Block): boolean {
  const children = BLOCK_SHAPES[block.type]?.children ?? false;
  return children === "toggle" ? block.content.is_toggleable === true : children;
}

/** Index in the list of siblings where the new blocks go. */
function readPosition({ body }: Exchange, siblings: readonly string[]): number {
  if (body.after !== undefined) return indexAfter(siblings, idAt(body.after, "body.after"));
  if (body.position === undefined) return siblings.length;
  const position = objectOf(body.position, "body.position", ["type", "after_block"]);
  const type = oneOf(position.type, "body.position.type", ["after_block", "start", "end"]);
  if (type === "start") return 0;
  if (type === "end") return siblings.length;
  const { id } = objectOf(position.after_block, "body.position.after_block", ["id"]);
  return indexAfter(siblings, idAt(id, "body.position.after_block.id"));
}

function indexAfter(siblings: readonly string[], id: string): number {
  const index = siblings.indexOf(id);
  if (index < 0) throw notFound("block", id);
  return index + 1;
}
