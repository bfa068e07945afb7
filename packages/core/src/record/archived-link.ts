import type { NotionUpload } from "./activity.js";

/** Where an archived file can be reached for ever, and what it turned out to be. */
export interface ArchivedLink {
  url: string;
  upload?: NotionUpload;
  /** The file was deleted because it was older than so many days; the link leads nowhere. */
  removedAfterDays?: number;
  /** MIME type. */
  contentType?: string;
}

/** Archived files by `sourceId`. */
export type ArchivedLinks = ReadonlyMap<string, ArchivedLink>;
