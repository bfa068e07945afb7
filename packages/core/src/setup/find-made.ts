import type { NotionGateway, RequestContext } from "../notion/gateway.js";

/**
 * The database of that title that this connection has made under a page, the oldest if there are several. One of
 * the same title that somebody else made is theirs.
 */
export async function findMade(
  notion: Pick<NotionGateway, "children">,
  { pageId, title, botId }: { pageId: string; title: string; botId: string },
  context: RequestContext,
): Promise<string | undefined> {
  const blocks = await notion.children(pageId, context);
  return blocks
    .filter((block) => block.type === "child_database")
    .find((block) => {
      const { title: shown } = (block.child_database ?? {}) as { title?: string };
      const { id: author } = (block.created_by ?? {}) as { id?: string };
      return shown === title && author === botId;
    })?.id;
}
