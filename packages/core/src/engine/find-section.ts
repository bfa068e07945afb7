import type { NotionBlock } from "../notion/gateway.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** The newest block of the page that is a toggle or player with this heading, made by `madeBy`; none of `except`. */
export async function findSection(
  parts: EngineParts,
  run: Run,
  pageId: string,
  wanted: { heading: string; isPlayer: boolean },
  { except = [], madeBy }: { except?: readonly string[]; madeBy: string },
): Promise<string | undefined> {
  const blocks = await parts.notion.children(pageId, run.request());
  return blocks.findLast(
    (block) => mayBeSection(block, wanted) && !except.includes(block.id) && isMadeBy(block, madeBy),
  )?.id;
}

/** Whether a block looks like our toggle or player with this heading. */
export const mayBeSection = (block: NotionBlock, wanted: { heading: string; isPlayer: boolean }): boolean =>
  block.type === (wanted.isPlayer ? "audio" : "toggle") && textOf(block) === wanted.heading;

export const isMadeBy = (block: NotionBlock, userId: string): boolean =>
  (block.created_by as { id?: string } | undefined)?.id === userId;

type Text = { plain_text?: string; text?: { content?: string } }[];

/** The text of a block, or the caption of a player, without what lies in it. */
export function textOf(block: NotionBlock): string {
  const content = block[block.type] as { rich_text?: Text; caption?: Text } | undefined;
  const items = content?.rich_text ?? content?.caption ?? [];
  return items.map((item) => item.plain_text ?? item.text?.content ?? "").join("");
}
