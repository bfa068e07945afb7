/**
 * Notion's limits on what one request may carry (developers.notion.com/reference/request-limits). Its
 * "characters" are counted here as UTF-16 units, the larger of the two counts it may mean.
 */

/** `text.content` of one rich text item. */
export const RICH_TEXT_UNITS = 2000;
/** Elements of any array: rich text items, blocks, relations, options, files. */
export const ARRAY_ITEMS = 100;
export const URL_UNITS = 2000;
export const EMAIL_UNITS = 200;
export const PHONE_UNITS = 200;
export const OPTION_UNITS = 100;
export const FILE_NAME_UNITS = 100;

/**
 * A request may have 500 KB. The properties and one chunk of body blocks stay below that together, so that a
 * chunk can travel with the request that creates the page.
 */
export const PROPERTIES_BYTES = 300_000;
export const CHUNK_BYTES = 180_000;
