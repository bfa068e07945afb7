import type { Json } from "../json.js";
import type { Mapping } from "../mapping/mapping.js";
import type { Schema, SchemaProperty } from "../notion/schema.js";
import type { NewView } from "../notion/shared-objects.js";
import type { DatabaseName } from "./setup-options.js";
import { isDefaultColumn } from "./wanted-properties.js";

interface ViewDefinition {
  name: string;
  /** The date column that puts the newest first; for a calendar, the one it is laid out by. */
  by: string;
  calendar?: boolean;
  /** What a row must show, by column. */
  where?: Readonly<Record<string, { type: string; condition: Json }>>;
}

const oneOf = (...names: string[]) => ({ type: "select", condition: { equals: names } });
const thisWeek = { type: "date", condition: { this_week: {} } };

/** Views of the default mapping's columns. */
const VIEWS: Readonly<Record<DatabaseName, readonly ViewDefinition[]>> = {
  calls: [
    { name: "Latest calls", by: "Started At" },
    { name: "Missed calls", by: "Started At", where: { Status: oneOf("Missed", "Voicemail") } },
    { name: "This week", by: "Started At", where: { "Started At": thisWeek } },
    { name: "Calendar", by: "Started At", calendar: true },
  ],
  messages: [
    { name: "Latest messages", by: "Sent At" },
    { name: "Received", by: "Sent At", where: { Direction: oneOf("Incoming") } },
    { name: "This week", by: "Sent At", where: { "Sent At": thisWeek } },
  ],
  mail: [{ name: "Latest mail", by: "Sent At" }],
  canvas: [],
};

const columnsOf = ({ by, where = {} }: ViewDefinition): string[] => [by, ...Object.keys(where)];

/** Names of the views that a database with this mapping gets: those whose columns all mean what they usually mean. */
export const wantedViews = (mapping: Mapping, name: DatabaseName): string[] =>
  VIEWS[name]
    .filter((view) => columnsOf(view).every((column) => isDefaultColumn(mapping, name, column)))
    .map((view) => view.name);

/** The request for a view; `undefined` when the database lacks a column for it, or has it in another type. */
export function newView(
  database: DatabaseName,
  viewName: string,
  schema: Schema,
  databaseId: string,
): NewView | undefined {
  const definition = VIEWS[database].find(({ name }) => name === viewName);
  if (!definition) return undefined;
  const { by, calendar, where = {}, name } = definition;
  const date = propertyOfType(schema, by, "date");
  const conditions: Json[] = [];
  for (const [column, { type, condition }] of Object.entries(where)) {
    const property = propertyOfType(schema, column, type);
    if (!property) return undefined;
    conditions.push({ property: property.name, [type]: condition });
  }
  if (!date) return undefined;
  const filter = conditions.length > 1 ? { and: conditions } : conditions[0];
  return {
    databaseId,
    dataSourceId: schema.dataSourceId,
    name,
    ...(filter === undefined ? {} : { filter }),
    ...(calendar
      ? { type: "calendar", configuration: { type: "calendar", date_property_id: date.id } }
      : { type: "table", sorts: [{ property: date.name, direction: "descending" }] }),
  };
}

/** Under its own name, or the one that somebody gave it since. */
const propertyOfType = (schema: Schema, column: string, type: string): SchemaProperty | undefined =>
  Object.values(schema.properties).find(
    (property) => (property.name === column || property.formerColumn === column) && property.type === type,
  );
