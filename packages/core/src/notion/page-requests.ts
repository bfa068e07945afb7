import type { NotionGateway } from "./gateway.js";
import { loose, type Sender } from "./sender.js";

type PageRequests = Pick<NotionGateway, "query" | "createPage" | "updatePage" | "retrievePage" | "trashPage">;

/** The requests about rows. */
export const pageRequests = ({ send }: Sender): PageRequests => ({
  query: (dataSourceId, body, context) =>
    send("read", context, (client) =>
      client.dataSources.query(loose({ data_source_id: dataSourceId, ...body })),
    ),

  createPage: (dataSourceId, properties, context, children = []) =>
    send(
      "create",
      context,
      (client) =>
        client.pages.create(
          loose({
            parent: { type: "data_source_id", data_source_id: dataSourceId },
            properties,
            ...(children.length > 0 ? { children } : {}),
          }),
        ),
      (committed) => ({ id: committed.resourceId }),
    ),

  updatePage: (pageId, properties, context) =>
    send(
      "update",
      context,
      (client) => client.pages.update(loose({ page_id: pageId, properties })),
      () => undefined,
    ),

  retrievePage: (pageId, context) =>
    send("read", context, (client) => client.pages.retrieve({ page_id: pageId })),

  trashPage: (pageId, context) =>
    send(
      "update",
      context,
      (client) => client.pages.update({ page_id: pageId, in_trash: true }),
      () => undefined,
    ),
});
