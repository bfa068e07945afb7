import { notFound, validationError } from "./api-error.js";
import {
  arrayAt,
  booleanAt,
  idAt,
  isObject,
  type JsonObject,
  mismatch,
  numberAt,
  objectAt,
  objectOf,
  stringAt,
} from "./body-checks.js";
import { readDate } from "./date-value.js";
import type { Draft } from "./draft.js";
import { dataSourceIdOf } from "./page.js";
import { isWritableType, type WritableType } from "./property-types.js";
import { readFiles } from "./read-files.js";
import { readOption } from "./read-option.js";
import { readRichText } from "./rich-text.js";
import type { DataSource, Property } from "./schema.js";
import { propertyToWrite } from "./schema.js";
import type { Value } from "./value.js";
import { findPage } from "./workspace.js";

/** Checks the `properties` of a page write against the schema. The result is by property id. */
export function readValues(draft: Draft, dataSource: DataSource, properties: unknown): Map<string, Value> {
  const values = new Map<string, Value>();
  for (const [key, input] of Object.entries(objectAt(properties, "body.properties"))) {
    const property = propertyToWrite(dataSource, key);
    values.set(property.id, readValue(draft, property, input, `body.properties.${key}`));
  }
  return values;
}

function readValue(draft: Draft, property: Property, input: unknown, path: string): Value {
  const { type } = property;
  const value = objectAt(input, path);
  if (!isWritableType(type)) {
    throw validationError(`${property.name} is a ${type} property, which is read-only and can't be written.`);
  }
  if ((value.type !== undefined && value.type !== type) || value[type] === undefined) {
    throw wrongType(property, value, path);
  }
  objectOf(value, path, ["id", "type", type]);
  return readContent(draft, property, type, value[type], `${path}.${type}`);
}

function wrongType(property: Property, value: JsonObject, path: string): Error {
  if (Object.keys(value).length === 0) return mismatch(`${path}.${property.type}`, "defined", undefined);
  return validationError(`${property.name} is expected to be ${property.type}.`);
}

function readContent(
  draft: Draft,
  property: Property,
  type: WritableType,
  content: unknown,
  path: string,
): Value {
  switch (type) {
    case "title":
    case "rich_text":
      return { type, items: readRichText(content, path) };
    case "number":
      return { type, number: content === null ? null : numberAt(content, path) };
    case "checkbox":
      return { type, checked: booleanAt(content, path) };
    case "url":
      return { type, text: readText(content, path, 2_000) };
    case "email":
    case "phone_number":
      return { type, text: readText(content, path, 200) };
    case "select":
    case "status":
      return { type, option: content === null ? null : readOption(draft, property, content, path).id };
    case "multi_select":
      return {
        type,
        options: readEach(content, path, (item, at) => readOption(draft, property, item, at).id),
      };
    case "date":
      return { type, date: readDate(content, path) };
    case "people":
      return { type, users: readEach(content, path, (item, at) => readUser(draft, item, at)) };
    case "files":
      return { type, files: readFiles(draft, content, path) };
    case "relation":
      return { type, pages: readEach(content, path, (item, at) => readRelated(draft, property, item, at)) };
  }
}

/** `null` clears; an empty string is refused, as Notion does. */
const readText = (content: unknown, path: string, max: number): string | null =>
  content === null ? null : stringAt(content, path, { min: 1, max });

/** Each element once: writing the same thing twice into a list leaves one. */
const readEach = (
  content: unknown,
  path: string,
  read: (item: unknown, path: string) => string,
): string[] => [...new Set(arrayAt(content, path).map((item, index) => read(item, `${path}[${index}]`)))];

function readUser(draft: Draft, item: unknown, path: string): string {
  const id = idAt(objectAt(item, path).id, `${path}.id`);
  if (id !== draft.workspace.botId && id !== draft.workspace.personId) throw notFound("user", id);
  return id;
}

function readRelated(draft: Draft, property: Property, item: unknown, path: string): string {
  if (!isObject(item)) throw mismatch(path, "an object", item);
  const page = findPage(draft.workspace, idAt(objectOf(item, path, ["id"]).id, `${path}.id`));
  if (dataSourceIdOf(page) !== property.relation?.dataSourceId) {
    throw validationError(`Page ${page.id} is not in the data source that ${property.name} relates to.`);
  }
  return page.id;
}
