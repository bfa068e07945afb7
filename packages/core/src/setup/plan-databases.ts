import { checkMapping } from "../mapping/check-mapping.js";
import { strayRelations } from "../mapping/stray-relations.js";
import type { RequestContext } from "../notion/gateway.js";
import type { Schema } from "../notion/schema.js";
import { SyncError } from "../sync-error.js";
import { type FoundDatabase, findDatabase } from "./find-database.js";
import { mirrorName } from "./mirror-name.js";
import { repeatRequest } from "./repeat-request.js";
import { type DatabaseName, type SetupOptions, titleOf, wantedDatabases } from "./setup-options.js";
import type { DatabasePlan, SetupPlan } from "./setup-plan.js";
import { wantedProperties } from "./wanted-properties.js";
import { newView, wantedViews } from "./wanted-views.js";

/** What is known of the contacts while the others are planned. */
interface Contacts {
  /** Absent while they have yet to be made. */
  dataSourceId?: string;
  /** Names of properties that are there, or will be. */
  properties: Set<string>;
}

/**
 * Holds the databases against the mapping and tells what is missing. Changes nothing. What cannot be planned for
 * one database (not shared, in the trash) is that database's `problem`; a token that is refused rejects.
 */
export async function planDatabases(options: SetupOptions, context: RequestContext): Promise<SetupPlan> {
  const { botId } = await repeatRequest(options, () => options.notion.me(context));
  const plan: SetupPlan = { databases: [] };
  let contacts: Contacts | undefined;
  for (const name of wantedDatabases(options)) {
    try {
      const found = await findDatabase(options, name, botId, context);
      if (name === "canvas") contacts = contactsOf(options, found);
      plan.databases.push(
        found
          ? await planFound(options, name, found, contacts, botId, context)
          : planNew(options, name, contacts),
      );
    } catch (error) {
      if (!(error instanceof SyncError) || !OF_ONE_DATABASE.has(error.code)) throw error;
      const nothing = { name, title: titleOf(options, name), add: [], incompatible: [], views: [] };
      plan.databases.push({ ...nothing, problem: error.message });
    }
  }
  return plan;
}

const OF_CONTACTS = ["relation to the contact database"];

const OF_ONE_DATABASE = new Set<string>([
  "notion_not_found",
  "notion_invalid_request",
  "invalid_configuration",
]);

const contactsOf = ({ mapping }: SetupOptions, found: FoundDatabase | undefined): Contacts =>
  found
    ? {
        dataSourceId: found.schema.dataSourceId,
        properties: new Set(Object.keys(found.schema.properties)),
      }
    : { properties: new Set(wantedProperties(mapping, "canvas").map((property) => property.name)) };

function planNew(options: SetupOptions, name: DatabaseName, contacts: Contacts | undefined): DatabasePlan {
  return {
    name,
    title: titleOf(options, name),
    add: addable(options, name, contacts),
    incompatible: [],
    views: wantedViews(options.mapping, name),
  };
}

/** All properties that the database may have: without contacts no relations. */
function addable(options: SetupOptions, name: DatabaseName, contacts: Contacts | undefined) {
  const title = titleOf(options, name);
  return wantedProperties(options.mapping, name).flatMap((property) => {
    if (property.type !== "relation") return [property];
    if (!contacts) return [];
    const mirror = mirrorName(title, property.name, contacts.properties);
    return [{ ...property, ...(mirror === undefined ? {} : { mirror }) }];
  });
}

async function planFound(
  options: SetupOptions,
  name: DatabaseName,
  { schema, madeEarlier }: FoundDatabase,
  contacts: Contacts | undefined,
  botId: string,
  context: RequestContext,
): Promise<DatabasePlan> {
  const { dataSourceId, databaseId, inTrash } = schema;
  const plan: DatabasePlan = {
    name,
    title: titleOf(options, name),
    found: { dataSourceId, ...(databaseId === undefined ? {} : { databaseId }), madeEarlier },
    add: [],
    incompatible: [],
    views: [],
  };
  if (inTrash) return { ...plan, problem: "The database is in Notion's trash: restore it, or name another." };
  // Contacts are the user's own: which properties hold numbers and addresses is found out, whatever they are called.
  if (name === "canvas") return plan;

  const check = checkMapping(options.mapping[name], schema);
  const missing = new Set(check.missing);
  const stray = contacts ? strayRelations(options.mapping[name], schema, contacts) : [];
  plan.incompatible = [
    ...check.incompatible,
    ...stray.map((property) => ({
      property,
      ...{ found: "relation to another database", accepted: OF_CONTACTS },
    })),
  ];
  if (missing.size > 0)
    plan.add = addable(options, name, contacts).filter((property) => missing.has(property.name));
  plan.views = await missingViews(options, name, schema, plan, botId, context);
  return plan;
}

/** Views are for databases that this connection made: how people look at their own is theirs to say. */
async function missingViews(
  options: SetupOptions,
  name: DatabaseName,
  schema: Schema,
  plan: DatabasePlan,
  botId: string,
  context: RequestContext,
): Promise<string[]> {
  const { databaseId } = schema;
  const wanted = wantedViews(options.mapping, name);
  if (schema.createdBy !== botId || databaseId === undefined || wanted.length === 0) return [];
  const coming = new Set(plan.add.map((property) => property.name));
  const possible = wanted.filter((view) => coming.size > 0 || newView(name, view, schema, databaseId));
  const there = await repeatRequest(options, () => options.notion.views(databaseId, context)).catch(
    // A connection that may not see views gets none.
    (error) => {
      if (error instanceof SyncError && error.retry === "never") return undefined;
      throw error;
    },
  );
  return there ? possible.filter((view) => !there.some((known) => known.name === view)) : [];
}
