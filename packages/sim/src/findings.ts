import type { Journal } from "./journal.ts";

/** What must never be. */
export type Rule =
  | "two-live-pages"
  | "trashed-page-made-again"
  | "user-property-changed"
  | "user-text-changed"
  | "acknowledged-event-not-stored"
  | "event-missing-from-record"
  | "not-drained"
  | "parked"
  | "lease-left-behind"
  | "no-page"
  | "column-differs"
  | "contact-differs"
  | "file-differs";

export interface Finding {
  rule: Rule;
  detail: string;
}

export class Findings {
  readonly all: Finding[] = [];
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  add(rule: Rule, detail: string): void {
    if (this.all.some((known) => known.rule === rule && known.detail === detail)) return;
    this.all.push({ rule, detail });
    this.#journal.note(`VIOLATION ${rule}: ${detail}`);
  }
}
