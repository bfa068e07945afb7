import { validationError } from "./api-error.js";
import type { Block } from "./block.js";
import type { JsonObject } from "./body-checks.js";
import type { Draft } from "./draft.js";
import { newId } from "./identifiers.js";
import { type NewBlock, readBlockList } from "./read-block.js";
import type { Workspace } from "./workspace.js";

/** Blocks that one request may carry, on all levels together. */
const MAX_BLOCKS = 1_000;

/** Checks the blocks of a request, with the limit on their total number. */
export function readBlocks(draft: Draft, value: unknown, path: string): NewBlock[] {
  const blocks = readBlockList(draft, value, path);
  const count = countBlocks(blocks);
  if (count > MAX_BLOCKS) {
    throw validationError(
      `The request has ${count} blocks; at most ${MAX_BLOCKS} are allowed in one request.`,
    );
  }
  return blocks;
}

/** How many blocks there are on all levels. */
export const countBlocks = (blocks: readonly NewBlock[]): number =>
  blocks.reduce((count, block) => count + 1 + countBlocks(block.children), 0);

/** Stores blocks, and what is below them, in the list of their parent. Returns those of the top level. */
export function appendBlocks(
  workspace: Workspace,
  parent: JsonObject,
  siblings: string[],
  blocks: readonly NewBlock[],
  position: number,
  createdBy = workspace.botId,
): Block[] {
  const stored = blocks.map((block) => storeBlock(workspace, parent, block, createdBy));
  siblings.splice(position, 0, ...stored.map((block) => block.id));
  return stored;
}

function storeBlock(
  workspace: Workspace,
  parent: JsonObject,
  { type, content, file, children }: NewBlock,
  createdBy: string,
): Block {
  const now = workspace.clock.now();
  const block: Block = {
    id: newId(workspace.random),
    type,
    parent,
    createdAt: now,
    createdBy,
    editedAt: now,
    content,
    file,
    children: [],
    inTrash: false,
  };
  workspace.blocks.set(block.id, block);
  appendBlocks(workspace, { type: "block_id", block_id: block.id }, block.children, children, 0, createdBy);
  return block;
}
