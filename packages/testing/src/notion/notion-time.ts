const MINUTE_MS = 60_000;

/**
 * `created_time` and `last_edited_time` of pages, blocks and databases are rounded down to the minute.
 * Source: developers.notion.com/changelog/last-edited-time-is-now-rounded-to-the-nearest-minute.
 */
export const wholeMinute = (epochMs: number): number => epochMs - (epochMs % MINUTE_MS);

/** A `created_time` or `last_edited_time` as the API shows it. */
export const notionTime = (epochMs: number): string => new Date(wholeMinute(epochMs)).toISOString();
