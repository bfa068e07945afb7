import { notionTime, wholeMinute } from "./notion-time.js";
import { type Page, type PageVersion, storedValue } from "./page.js";
import { plainText } from "./rich-text.js";
import { type DataSource, optionById, type Property } from "./schema.js";

/** A page as a query looks at it. */
export interface Row {
  readonly dataSource: DataSource;
  readonly page: Page;
  readonly version: PageVersion;
}

export type RowPredicate = (row: Row) => boolean;

/** The text of a text-like property; `""` when it is empty. */
export function textOf(row: Row, property: Property): string {
  const value = storedValue(row.version, property);
  if (value && "items" in value) return plainText(value.items);
  return value && "text" in value ? (value.text ?? "") : "";
}

export function numberOf(row: Row, property: Property): number | undefined {
  const value = storedValue(row.version, property);
  return value && "number" in value ? (value.number ?? undefined) : undefined;
}

export function checkedOf(row: Row, property: Property): boolean {
  const value = storedValue(row.version, property);
  return value?.type === "checkbox" && value.checked;
}

/** The names of the chosen options. */
export function optionNamesOf(row: Row, property: Property): string[] {
  const value = storedValue(row.version, property);
  const ids =
    value && "options" in value ? value.options : value && "option" in value ? [value.option ?? ""] : [];
  return ids.flatMap((id) => optionById(property, id)?.name ?? []);
}

/** Ids of related pages or of people. */
export function referencesOf(row: Row, property: Property): readonly string[] {
  const value = storedValue(row.version, property);
  if (value?.type === "relation") return value.pages;
  if (value?.type === "people") return value.users;
  if (property.type === "created_by") return [row.page.createdBy];
  return property.type === "last_edited_by" ? [row.version.editedBy] : [];
}

export function hasFiles(row: Row, property: Property): boolean {
  const value = storedValue(row.version, property);
  return value?.type === "files" && value.files.length > 0;
}

/** A date, or a timestamp of the page, as text; `undefined` when it is empty. */
export function momentOf(row: Row, property: Property): string | undefined {
  if (property.type === "created_time" || property.type === "last_edited_time") {
    return notionTime(timestampOf(row, property.type));
  }
  const value = storedValue(row.version, property);
  return value?.type === "date" ? value.date?.start : undefined;
}

export type Timestamp = "created_time" | "last_edited_time";

/** A timestamp of the page in epoch milliseconds, rounded down to the minute as everywhere. */
export const timestampOf = (row: Row, timestamp: Timestamp): number =>
  wholeMinute(timestamp === "created_time" ? row.page.createdAt : row.version.editedAt);
