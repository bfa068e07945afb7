/** A contact page as it was read; without identifiers it is in the trash, in another database, or holds none. */
export interface IndexedContact {
  pageId: string;
  /** Milliseconds since the epoch; of several contacts of one identifier the oldest comes first. */
  createdAt: number;
  /** E.164 numbers and lower-cased e-mail addresses. */
  identifiers: readonly string[];
}

/** What the store knows of one identifier. */
export interface CanvasEntry {
  /** E.164 number or lower-cased e-mail address. */
  identifier: string;
  /** Contact page ids, oldest first, then by id; empty means "believed to be none". */
  pageIds: string[];
  /** Where there are contacts: the moment that all of them are known as of, at the latest. */
  asOf?: number;
}

/** An answer that an activity was written with. */
export interface UsedContacts extends Pick<CanvasEntry, "identifier" | "pageIds"> {
  /** Whether Notion had to be asked for it. */
  asked?: boolean;
  /**
   * From the settle on until then (milliseconds since the epoch) the identifier is believed to have no contact, as long
   * as none is put. Absent: what was believed stays.
   */
  noneUntil?: number;
}

/** What the look-ups came to. */
export interface CanvasStats {
  /** Contact pages that hold an identifier. */
  contacts: number;
  /** Identifiers that were looked up, those with contacts, and those without. */
  entries: number;
  found: number;
  none: number;
  /** Look-ups of settled runs that were answered without Notion, and those that were not. */
  hits: number;
  misses: number;
}
