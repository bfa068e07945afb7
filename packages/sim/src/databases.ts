import { columnsOf, defaultMapping } from "@openphone-notion/core";
import type { PlainValue, ReadablePage } from "@openphone-notion/testing";
import type { Notion } from "./notion-link.ts";

export type Rows = "calls" | "messages";

/** Columns that belong to the people alone. */
export const OWN_COLUMNS = { Notes: { type: "rich_text" }, Reviewed: { type: "checkbox" } } as const;

export const databases = {
  calls: { ...columnsOf(defaultMapping.calls), ...OWN_COLUMNS },
  messages: { ...columnsOf(defaultMapping.messages), ...OWN_COLUMNS },
  canvas: { Name: { type: "title" }, Phone: { type: "phone_number" } },
} as const;

export const ID_COLUMN = { calls: "Call ID", messages: "Message ID" } as const;

/** What each column is called now; `undefined` once it was removed. People rename, and everything here goes by the first name. */
export class ColumnNames {
  readonly #now = new Map<string, string | undefined>();

  of(database: Rows, column: string): string | undefined {
    const key = `${database}/${column}`;
    return this.#now.has(key) ? this.#now.get(key) : column;
  }

  set(database: Rows, column: string, name: string | undefined): void {
    this.#now.set(`${database}/${column}`, name);
  }

  value(database: Rows, page: ReadablePage, column: string): PlainValue | undefined {
    const name = this.of(database, column);
    return name === undefined ? undefined : page.values[name];
  }

  /** The activity id that a page shows. */
  id(database: Rows, page: ReadablePage): string {
    return String(this.value(database, page, ID_COLUMN[database]) ?? "");
  }
}

/** All pages of a database, those in the trash included. */
export const allPages = (notion: Notion, database: Rows): ReadablePage[] => [
  ...notion.pages(database),
  ...notion.pages(database, { inTrash: true }),
];
