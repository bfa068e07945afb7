import { dataSourceInUse } from "../engine/data-source-in-use.js";
import { rememberColumns } from "../engine/remember-columns.js";
import type { RequestContext } from "../notion/gateway.js";
import { notionId } from "../notion/notion-id.js";
import type { Schema } from "../notion/schema.js";
import { SyncError } from "../sync-error.js";
import { findMade } from "./find-made.js";
import { repeatRequest } from "./repeat-request.js";
import { type DatabaseName, type SetupOptions, titleOf } from "./setup-options.js";

/** A database as it is now. */
export interface FoundDatabase {
  schema: Schema;
  madeEarlier: boolean;
}

/** The live schema, with the columns that somebody renamed. */
export async function liveSchema(
  { notion, store, mapping, ...repeating }: SetupOptions,
  name: DatabaseName,
  dataSourceId: string,
  context: RequestContext,
): Promise<Schema> {
  const schema = await repeatRequest(repeating, () => notion.schema(dataSourceId, context));
  return store && name !== "canvas" ? rememberColumns(store, mapping[name], schema) : schema;
}

/** The database that the options name, else the one that this connection made under the page before. */
export async function findDatabase(
  options: SetupOptions,
  name: DatabaseName,
  botId: string,
  context: RequestContext,
): Promise<FoundDatabase | undefined> {
  const { notion, store, databases = {} } = options;
  const named = databases[name];
  const made = named ?? (await findUnderPage(options, name, botId, context));
  if (made === undefined) return undefined;
  const dataSourceId = await repeatRequest(options, () =>
    notion.resolveDataSource(made, context, async (ids) => store && dataSourceInUse(store, name, ids)),
  );
  const schema = await liveSchema(options, name, dataSourceId, context);
  if (schema.inTrash) {
    throw new SyncError(
      "invalid_configuration",
      "The database is in Notion's trash: restore it, or name another.",
      { retry: "never" },
    );
  }
  return { schema, madeEarlier: named === undefined };
}

async function findUnderPage(
  options: SetupOptions,
  name: DatabaseName,
  botId: string,
  context: RequestContext,
): Promise<string | undefined> {
  const wanted = { pageId: pageIdOf(options), title: titleOf(options, name), botId };
  try {
    return await repeatRequest(options, () => findMade(options.notion, wanted, context));
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== "notion_not_found") throw error;
    throw new SyncError(
      "notion_not_found",
      "The page for new databases is missing or not shared: open it in Notion and add the connection under ••• → Connections.",
      { retry: "never", cause: error },
    );
  }
}

/** The id of the page for new databases. */
export function pageIdOf({ page }: SetupOptions): string {
  const pageId = page === undefined ? undefined : notionId(page);
  if (pageId !== undefined) return pageId;
  throw new SyncError(
    "invalid_configuration",
    page === undefined
      ? "Name the Notion page under which the missing databases are to be made."
      : "The page for new databases is not a Notion id or URL.",
    { retry: "never" },
  );
}
