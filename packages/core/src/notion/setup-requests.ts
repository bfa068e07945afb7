import { SyncError } from "../sync-error.js";
import type { NotionGateway, RequestContext } from "./gateway.js";
import { allPages, type ListPage } from "./list-pages.js";
import { notionId } from "./notion-id.js";
import { plainText } from "./plain-text.js";
import { type RawDataSource, readSchema } from "./read-schema.js";
import { loose, type Sender } from "./sender.js";
import type { NotionDatabase, NotionIdentity, NotionView, SharedObject } from "./shared-objects.js";

type SetupRequests = Pick<
  NotionGateway,
  | "resolveDataSource"
  | "schema"
  | "me"
  | "searchShared"
  | "database"
  | "createDatabase"
  | "updateSchema"
  | "views"
  | "createView"
>;

/** The requests about databases, their schemas and views, and the connection itself. */
export function setupRequests({ send }: Sender): SetupRequests {
  const schema = async (dataSourceId: string, context: RequestContext) =>
    readSchema(
      await send<RawDataSource>("read", context, (client) =>
        client.dataSources.retrieve({ data_source_id: dataSourceId }),
      ),
    );

  const database = async (databaseId: string, context: RequestContext) =>
    readDatabase(
      await send<RawDatabase>("read", context, (client) =>
        client.databases.retrieve({ database_id: databaseId }),
      ),
    );

  return {
    schema,
    database,

    async resolveDataSource(idOrUrl, context, choose) {
      const id = notionId(idOrUrl);
      if (!id) {
        throw new SyncError("invalid_configuration", "Not a Notion database id or URL.", { retry: "never" });
      }
      try {
        const { dataSourceIds } = await database(id, context);
        const only = dataSourceIds.length > 1 ? await choose?.(dataSourceIds) : dataSourceIds[0];
        if (only !== undefined) return only;
        throw new SyncError(
          "invalid_configuration",
          `The Notion database has ${dataSourceIds.length} data sources; name the data source's own id instead.`,
          { retry: "never" },
        );
      } catch (error) {
        if (!(error instanceof SyncError) || !NOT_A_DATABASE.has(error.code)) throw error;
        return (await schema(id, context)).dataSourceId;
      }
    },

    me: async (context) =>
      readIdentity(await send<RawIdentity>("read", context, (client) => client.users.me({}))),

    async searchShared({ kind, title }, context) {
      const answer = await send<ListPage<RawShared>>("read", context, (client) =>
        client.search({
          filter: { property: "object", value: kind },
          ...(title === undefined ? {} : { query: title }),
          page_size: 100,
        }),
      );
      return answer.results.map((object) => readShared(object, kind));
    },

    createDatabase: ({ pageId, title, properties }, context) =>
      send(
        "create",
        context,
        (client) =>
          client.databases.create(
            loose({
              parent: { type: "page_id", page_id: pageId },
              title: [{ type: "text", text: { content: title } }],
              initial_data_source: { properties },
            }),
          ),
        (committed) => ({ id: committed.resourceId }),
      ),

    updateSchema: (dataSourceId, properties, context) =>
      send(
        "update",
        context,
        (client) => client.dataSources.update(loose({ data_source_id: dataSourceId, properties })),
        () => undefined,
      ),

    async views(databaseId, context) {
      const references = await allPages<{ id: string }>((page) =>
        send("read", context, (client) => client.views.list({ database_id: databaseId, ...page })),
      );
      const views: NotionView[] = [];
      for (const { id } of references) {
        const view = await send<{ name?: string }>("read", context, (client) =>
          client.views.retrieve({ view_id: id }),
        );
        views.push({ id, name: view.name ?? "" });
      }
      return views;
    },

    createView: ({ databaseId, dataSourceId, ...view }, context) =>
      send(
        "create",
        context,
        (client) =>
          client.views.create(loose({ database_id: databaseId, data_source_id: dataSourceId, ...view })),
        (committed) => ({ id: committed.resourceId }),
      ),
  };
}

/** How Notion may answer when a data source id is asked for as a database. */
const NOT_A_DATABASE = new Set<string>(["notion_not_found", "notion_invalid_request"]);

interface RawDatabase {
  id: string;
  title?: unknown;
  url?: string;
  in_trash?: boolean;
  data_sources?: { id: string }[];
}

const readDatabase = ({ id, title, url, in_trash, data_sources }: RawDatabase): NotionDatabase => ({
  id,
  title: plainText(title),
  ...(url === undefined ? {} : { url }),
  inTrash: in_trash === true,
  dataSourceIds: (data_sources ?? []).map((source) => source.id),
});

interface RawIdentity {
  id: string;
  name?: string | null;
  bot?: {
    workspace_name?: string | null;
    workspace_limits?: { max_file_upload_size_in_bytes?: number };
  };
}

function readIdentity({ id, name, bot }: RawIdentity): NotionIdentity {
  const maxUploadBytes = bot?.workspace_limits?.max_file_upload_size_in_bytes;
  return {
    botId: id,
    name: name ?? "",
    ...(bot?.workspace_name ? { workspaceName: bot.workspace_name } : {}),
    ...(maxUploadBytes === undefined ? {} : { maxUploadBytes }),
  };
}

interface RawShared {
  id: string;
  title?: unknown;
  url?: string;
  properties?: Record<string, { type?: string; title?: unknown }>;
}

/** A data source has its title at the top, a page has it in its title property. */
function readShared(object: RawShared, kind: SharedObject["kind"]): SharedObject {
  const title =
    kind === "data_source"
      ? object.title
      : Object.values(object.properties ?? {}).find(({ type }) => type === "title")?.title;
  return {
    id: object.id,
    kind,
    title: plainText(title),
    ...(object.url === undefined ? {} : { url: object.url }),
  };
}
