import type { PlainValue } from "@openphone-notion/testing";

/** What people have done to one page, as they remember it. */
export interface Touched {
  /** Own columns by name, as last set. */
  own: Map<string, PlainValue>;
  /** Mapped columns by name, with every value that was typed in. */
  mapped: Map<string, PlainValue[]>;
  /** Own text in the body, by block id. */
  text: Map<string, string>;
  /** It has been in the trash at some time. */
  everTrashed: boolean;
}

/** A contact that is or was in the Canvas database. */
export interface Contact {
  pageId: string;
  createdAt: number;
  /** What is written on it now. */
  numbers: readonly string[];
  trashed: boolean;
}

/** What people have done in this world: what nobody else may undo. */
export class PeopleModel {
  readonly pages = new Map<string, Touched>();
  readonly contacts: Contact[] = [];
  /** Activities one of whose pages a person put into the trash, by id. */
  readonly trashedIds = new Set<string>();

  page(pageId: string): Touched {
    const known = this.pages.get(pageId);
    if (known) return known;
    const fresh = { own: new Map(), mapped: new Map(), text: new Map(), everTrashed: false };
    this.pages.set(pageId, fresh);
    return fresh;
  }
}
