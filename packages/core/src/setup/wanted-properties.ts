import { columnsOf } from "../mapping/columns-of.js";
import { defaultMapping } from "../mapping/default-mapping.js";
import type { Mapping } from "../mapping/mapping.js";
import type { PropertyMapping } from "../mapping/property.js";
import type { DatabaseName } from "./setup-options.js";
import type { PlannedProperty } from "./setup-plan.js";

const DIRECTION = ["Incoming", "Outgoing"];

/** Options of the default mapping's selects, so that views can filter by them before the first row. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  calls: {
    Direction: DIRECTION,
    Status: [
      "Answered",
      "Missed",
      "Voicemail",
      "Forwarded",
      "AI handled",
      "No answer",
      "Busy",
      "Failed",
      "Canceled",
    ],
  },
  messages: {
    Direction: DIRECTION,
    Status: ["Received", "Queued", "Sent", "Delivered", "Read", "Undelivered", "Failed", "Canceled"],
  },
  mail: { Direction: DIRECTION },
};

const CONTACT_PROPERTIES: readonly PlannedProperty[] = [
  { name: "Name", type: "title" },
  { name: "Phone", type: "phone_number" },
  { name: "Email", type: "email" },
  { name: "Company", type: "rich_text" },
];

/** Whether a column means what it means in the default mapping, under the same name. */
export const isDefaultColumn = (mapping: Mapping, name: DatabaseName, column: string): boolean =>
  name !== "canvas" &&
  mapping[name][column] !== undefined &&
  mapping[name][column] === (defaultMapping[name] as PropertyMapping<never>)[column];

/** The properties of a new database, in the natural types of the mapping. */
export function wantedProperties(mapping: Mapping, name: DatabaseName): PlannedProperty[] {
  if (name === "canvas") return [...CONTACT_PROPERTIES];
  return Object.entries(columnsOf(mapping[name])).map(([column, { type }]) => {
    const options = isDefaultColumn(mapping, name, column) ? OPTIONS[name]?.[column] : undefined;
    return { name: column, type, ...(options ? { options } : {}) };
  });
}
