import type { ReadableBlock, ReadablePage } from "@openphone-notion/testing";
import { allPages, type ColumnNames, type Rows } from "./databases.ts";
import type { Findings } from "./findings.ts";
import type { Notion } from "./notion-link.ts";
import type { PeopleModel } from "./people-model.ts";

/** Holds what must be true at every moment against Notion as it is now. */
export class Safety {
  readonly #notion: Notion;
  readonly #names: ColumnNames;
  readonly #people: PeopleModel;
  readonly #findings: Findings;

  constructor(notion: Notion, names: ColumnNames, people: PeopleModel, findings: Findings) {
    this.#notion = notion;
    this.#names = names;
    this.#people = people;
    this.#findings = findings;
  }

  /** Reads change nothing, and so does what was refused; the check does not rely on either. */
  check(): void {
    for (const database of ["calls", "messages"] as const) {
      const pages = allPages(this.#notion, database);
      this.#onePageEach(database, pages);
      for (const page of pages) this.#untouched(database, page);
    }
  }

  #onePageEach(database: Rows, pages: readonly ReadablePage[]): void {
    const pagesOf = new Map<string, ReadablePage[]>();
    for (const page of pages) {
      const id = this.#names.id(database, page);
      pagesOf.set(id, [...(pagesOf.get(id) ?? []), page]);
    }
    for (const [id, made] of pagesOf) {
      const live = made.filter(({ inTrash }) => !inTrash);
      if (live.length > 1)
        this.#findings.add("two-live-pages", `${id}: ${live.map((page) => page.id).join(", ")}`);
      if (made.length > 1 && this.#people.trashedIds.has(id))
        this.#findings.add("trashed-page-made-again", `${id}: ${made.map((page) => page.id).join(", ")}`);
    }
  }

  #untouched(database: Rows, page: ReadablePage): void {
    const touched = this.#people.pages.get(page.id);
    if (!touched) {
      const notes = this.#names.value(database, page, "Notes");
      if (notes) this.#findings.add("user-property-changed", `Notes of ${page.id}, where nobody wrote any`);
      return;
    }
    for (const [column, value] of touched.own) {
      if (this.#names.value(database, page, column) !== value)
        this.#findings.add("user-property-changed", `${column} of ${page.id}`);
    }
    if (touched.text.size === 0) return;
    const texts = new Map(page.children.map((block: ReadableBlock) => [block.id, block.text]));
    for (const [blockId, text] of touched.text) {
      if (texts.get(blockId) !== text) this.#findings.add("user-text-changed", `${blockId} of ${page.id}`);
    }
  }
}
