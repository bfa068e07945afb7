/** Where an archived file can be reached for ever, and what it turned out to be. */
export interface ArchivedLink {
  url: string;
  /** MIME type. */
  contentType?: string;
}

/** Archived files by `sourceId`. */
export type ArchivedLinks = ReadonlyMap<string, ArchivedLink>;
