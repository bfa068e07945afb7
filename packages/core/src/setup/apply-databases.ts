import { checkMapping } from "../mapping/check-mapping.js";
import type { RequestContext } from "../notion/gateway.js";
import type { Schema } from "../notion/schema.js";
import { SyncError } from "../sync-error.js";
import { createOnce } from "./create-once.js";
import { liveSchema, pageIdOf } from "./find-database.js";
import { makeViews } from "./make-views.js";
import { configurations } from "./property-configuration.js";
import { repeatRequest } from "./repeat-request.js";
import type { DatabaseName, SetupOptions } from "./setup-options.js";
import type { DatabasePlan, SetupPlan } from "./setup-plan.js";

/** A database once it is set up. */
export interface SetUpDatabase {
  dataSourceId: string;
  databaseId?: string;
  created: boolean;
  /** Names of the properties that were added to a database that was there before. */
  added: string[];
  /** Names of the views that were made. */
  views: string[];
}

/** What was done of a plan. */
export interface SetupResult {
  databases: Partial<Record<DatabaseName, SetUpDatabase>>;
  /** What could not be done and can be done without. */
  warnings: string[];
}

/**
 * Carries out a plan: makes databases, adds properties and views, changes and removes nothing. Rejects with
 * `invalid_configuration`, before anything is done, where the plan has a problem. After a failure on the way plan
 * and apply again: what was done already is found.
 */
export async function applyDatabases(
  options: SetupOptions,
  plan: SetupPlan,
  context: RequestContext,
): Promise<SetupResult> {
  const problem = plan.databases.find((database) => database.problem !== undefined);
  if (problem) {
    throw new SyncError("invalid_configuration", `${problem.title}: ${problem.problem}`, { retry: "never" });
  }
  const { botId } = await repeatRequest(options, () => options.notion.me(context));
  const result: SetupResult = { databases: {}, warnings: [] };
  for (const database of plan.databases) {
    const canvas = result.databases.canvas?.dataSourceId;
    const { schema, ...changes } = database.found
      ? await extend(options, database, database.found.dataSourceId, canvas, context)
      : await create(options, database, botId, canvas, context);
    const views = await makeViews(options, database, schema, context);
    result.warnings.push(...views.warnings);
    result.databases[database.name] = {
      dataSourceId: schema.dataSourceId,
      ...(schema.databaseId === undefined ? {} : { databaseId: schema.databaseId }),
      ...changes,
      views: views.made,
    };
  }
  return result;
}

interface Changed {
  schema: Schema;
  created: boolean;
  added: string[];
}

async function create(
  options: SetupOptions,
  { name, title, add }: DatabasePlan,
  botId: string,
  canvas: string | undefined,
  context: RequestContext,
): Promise<Changed> {
  const properties = configurations(add, canvas);
  const id = await createOnce(
    options.notion,
    options,
    { pageId: pageIdOf(options), title, properties, botId },
    context,
  );
  const dataSourceId = await repeatRequest(options, () => options.notion.resolveDataSource(id, context));
  return { schema: await liveSchema(options, name, dataSourceId, context), created: true, added: [] };
}

/** Looks before every request, the repeated one too: what is there by then is not touched. */
async function extend(
  options: SetupOptions,
  { name, add }: DatabasePlan,
  dataSourceId: string,
  canvas: string | undefined,
  context: RequestContext,
): Promise<Changed> {
  const added: string[] = [];
  if (name !== "canvas" && add.length > 0) {
    await repeatRequest(options, async () => {
      const { missing } = checkMapping(
        options.mapping[name],
        await liveSchema(options, name, dataSourceId, context),
      );
      const lacking = add.filter((property) => missing.includes(property.name));
      if (lacking.length === 0) return;
      await options.notion.updateSchema(dataSourceId, configurations(lacking, canvas), context);
    });
    added.push(...add.map((property) => property.name));
  }
  return { schema: await liveSchema(options, name, dataSourceId, context), created: false, added };
}
