import type { Schema, SchemaProperty } from "../notion/schema.js";
import type { Property, PropertyMapping } from "./property.js";

/** A column of the mapping and the live property that it is written into. */
export interface PlacedColumn<A> {
  column: string;
  property: Property<A>;
  live: SchemaProperty;
}

const normalise = (name: string): string => name.trim().toLowerCase();

export interface Placement<A> {
  placed: PlacedColumn<A>[];
  missing: { column: string; property: Property<A> }[];
  /** Columns whose name somebody has given to a new property: they go on where they were, under its new name. */
  passedOver: string[];
}

/**
 * Finds the live property of each column: as the one that it was written to before somebody renamed that, unless its name
 * is another column's now; else by the exact name; else by the name but for case and outer space. A title column without
 * one takes the database's title, whatever it is called, unless that is another column's (say `Call ID`): then the title
 * column is left out, and is not missing either.
 */
export function placeColumns<A>(mapping: PropertyMapping<A>, schema: Schema): Placement<A> {
  const columns = Object.entries(mapping);
  const live = Object.values(schema.properties);
  const placeOf = new Map<string, SchemaProperty>();
  const taken = new Set<SchemaProperty>();
  const place = (column: string, property: SchemaProperty | undefined) => {
    if (property === undefined || placeOf.has(column)) return;
    placeOf.set(column, property);
    taken.add(property);
  };

  for (const [column] of columns) {
    place(
      column,
      live.find(({ name, formerColumn }) => formerColumn === column && !Object.hasOwn(mapping, name)),
    );
  }
  for (const [column] of columns) {
    place(
      column,
      live.find(({ name }) => name === column),
    );
  }
  for (const [column] of columns) {
    const wanted = normalise(column);
    place(
      column,
      live.find((property) => !taken.has(property) && normalise(property.name) === wanted),
    );
  }
  for (const [column] of columns) {
    place(
      column,
      live.find((property) => !taken.has(property) && property.formerColumn === column),
    );
  }
  const liveTitle = live.find(({ type }) => type === "title");
  const titleColumn = columns.find(([, { meaning }]) => meaning === "title")?.[0];
  if (titleColumn !== undefined && liveTitle !== undefined && !taken.has(liveTitle))
    place(titleColumn, liveTitle);

  const placed: PlacedColumn<A>[] = [];
  const missing: Placement<A>["missing"] = [];
  for (const [column, property] of columns) {
    const at = placeOf.get(column);
    if (at !== undefined) placed.push({ column, property, live: at });
    else if (column !== titleColumn || liveTitle === undefined) missing.push({ column, property });
  }
  const isPassedOver = ({ column, live: { name } }: PlacedColumn<A>) =>
    name !== column && live.some((property) => property.name === column && !taken.has(property));
  return { placed, missing, passedOver: placed.filter(isPassedOver).map(({ column }) => column) };
}
