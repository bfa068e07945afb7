import type { NotionBlock } from "../notion/gateway.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/** The newest block of the page that may be our toggle or player with this heading; none of `except`. */
export async function findSection(
  parts: EngineParts,
  run: Run,
  pageId: string,
  wanted: { heading: string; isPlayer: boolean },
  { except = [], madeBy }: { except?: readonly string[]; madeBy?: string },
): Promise<string | undefined> {
  const type = wanted.isPlayer ? "audio" : "toggle";
  const blocks = await parts.notion.children(pageId, run.request());
  return blocks.findLast(
    (block) =>
      block.type === type &&
      !except.includes(block.id) &&
      (madeBy === undefined || (block.created_by as { id?: string } | undefined)?.id === madeBy) &&
      headingOf(block) === wanted.heading,
  )?.id;
}

type Text = { plain_text?: string; text?: { content?: string } }[];

function headingOf(block: NotionBlock): string {
  const content = block[block.type] as { rich_text?: Text; caption?: Text } | undefined;
  const items = content?.rich_text ?? content?.caption ?? [];
  return items.map((item) => item.plain_text ?? item.text?.content ?? "").join("");
}
