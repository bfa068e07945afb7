import type { NotionBlock, NotionGateway } from "./gateway.js";
import { allPages } from "./list-pages.js";
import { loose, type Sender } from "./sender.js";

type BlockRequests = Pick<NotionGateway, "appendChildren" | "children" | "deleteBlock">;

/** The requests about what is inside a page. */
export const blockRequests = ({ send }: Sender): BlockRequests => ({
  async appendChildren(blockId, children, context) {
    const answer = await send<{ results: { id: string }[] }>(
      "append",
      context,
      (client) => client.blocks.children.append(loose({ block_id: blockId, children })),
      (committed) => ({ results: committed.childIds.map((id) => ({ id })) }),
    );
    return answer.results.map((block) => block.id);
  },

  children: (blockId, context) =>
    allPages<NotionBlock>((page) =>
      send("read", context, (client) => client.blocks.children.list({ block_id: blockId, ...page })),
    ),

  deleteBlock: (blockId, context) =>
    send(
      "update",
      context,
      (client) => client.blocks.delete({ block_id: blockId }),
      () => undefined,
    ),
});
