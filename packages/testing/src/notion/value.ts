import type { PropertyType } from "./property-types.js";
import type { RichTextItem } from "./rich-text.js";

/** A date as Notion answers it: a day, or an instant with an offset. */
export interface DateValue {
  readonly start: string;
  readonly end: string | null;
  readonly time_zone: string | null;
}

/** A file in a files property or a media block: a link, or an upload that Notion hosts. */
export type StoredFile =
  | { readonly name: string; readonly url: string }
  | { readonly name: string; readonly uploadId: string };

/** What is stored for a property. Options are ids of the schema's options, relations are page ids. */
export type Value =
  | { readonly type: "title" | "rich_text"; readonly items: readonly RichTextItem[] }
  | { readonly type: "number"; readonly number: number | null }
  | { readonly type: "checkbox"; readonly checked: boolean }
  | { readonly type: "url" | "email" | "phone_number"; readonly text: string | null }
  | { readonly type: "select" | "status"; readonly option: string | null }
  | { readonly type: "multi_select"; readonly options: readonly string[] }
  | { readonly type: "date"; readonly date: DateValue | null }
  | { readonly type: "people"; readonly users: readonly string[] }
  | { readonly type: "files"; readonly files: readonly StoredFile[] }
  | { readonly type: "relation"; readonly pages: readonly string[] }
  | { readonly type: "unique_id"; readonly number: number };

/** The value of a property that was never written; `undefined` for the types that store nothing. */
export function emptyValue(type: PropertyType): Value | undefined {
  switch (type) {
    case "title":
    case "rich_text":
      return { type, items: [] };
    case "number":
      return { type, number: null };
    case "checkbox":
      return { type, checked: false };
    case "url":
    case "email":
    case "phone_number":
      return { type, text: null };
    case "select":
    case "status":
      return { type, option: null };
    case "multi_select":
      return { type, options: [] };
    case "date":
      return { type, date: null };
    case "people":
      return { type, users: [] };
    case "files":
      return { type, files: [] };
    case "relation":
      return { type, pages: [] };
    default:
      return undefined;
  }
}
