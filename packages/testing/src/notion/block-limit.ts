import { blockLimitReached } from "./api-error.js";
import type { Workspace } from "./workspace.js";

/** Lifetime blocks of a Free workspace. Source: developers.notion.com/reference/workspace-block-limits. */
const FREE_BLOCKS = 1_000;

/** The write that reaches the limit still succeeds; the next one that creates a block does not. */
export function assertBlocksLeft(workspace: Workspace): void {
  if (workspace.plan === "free" && workspace.blocksCreated >= FREE_BLOCKS) throw blockLimitReached();
}
