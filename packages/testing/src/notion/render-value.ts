import type { JsonObject } from "./body-checks.js";
import { renderFile } from "./hosted-file.js";
import { notionTime } from "./notion-time.js";
import { type Page, type PageVersion, storedValue } from "./page.js";
import { optionById, type Property } from "./schema.js";
import type { Value } from "./value.js";
import type { Workspace } from "./workspace.js";

/** A page answers at most 25 references of a relation or people value; the rest is read page by page. */
const MAX_REFERENCES = 25;

/** The value of a property as a page object carries it. */
export function renderValue(
  workspace: Workspace,
  page: Page,
  version: PageVersion,
  property: Property,
): JsonObject {
  const value = storedValue(version, property);
  const content = value ? renderStored(workspace, property, value) : renderComputed(page, version, property);
  return { id: property.id, type: property.type, ...content };
}

function renderStored(workspace: Workspace, property: Property, value: Value): JsonObject {
  switch (value.type) {
    case "title":
    case "rich_text":
      return { [value.type]: value.items };
    case "number":
      return { number: value.number };
    case "checkbox":
      return { checkbox: value.checked };
    case "url":
    case "email":
    case "phone_number":
      return { [value.type]: value.text };
    case "select":
    case "status":
      return { [value.type]: value.option === null ? null : (optionById(property, value.option) ?? null) };
    case "multi_select":
      return { multi_select: value.options.flatMap((id) => optionById(property, id) ?? []) };
    case "date":
      return { date: value.date };
    case "people":
      return { people: value.users.slice(0, MAX_REFERENCES).map(renderUser) };
    case "files":
      return { files: value.files.map((file) => ({ name: file.name, ...renderFile(workspace, file) })) };
    case "relation":
      return {
        relation: value.pages.slice(0, MAX_REFERENCES).map((id) => ({ id })),
        has_more: value.pages.length > MAX_REFERENCES,
      };
    case "unique_id":
      return { unique_id: { prefix: null, number: value.number } };
  }
}

function renderComputed(page: Page, version: PageVersion, property: Property): JsonObject {
  switch (property.type) {
    case "created_time":
      return { created_time: notionTime(page.createdAt) };
    case "created_by":
      return { created_by: renderUser(page.createdBy) };
    case "last_edited_time":
      return { last_edited_time: notionTime(version.editedAt) };
    case "last_edited_by":
      return { last_edited_by: renderUser(version.editedBy) };
    case "formula":
      return { formula: { type: "string", string: null } };
    case "rollup":
      return { rollup: { type: "array", array: [], function: "show_original" } };
    default:
      return { [property.type]: property.type === "unique_id" ? { prefix: null, number: null } : {} };
  }
}

export const renderUser = (id: string): JsonObject => ({ object: "user", id });
