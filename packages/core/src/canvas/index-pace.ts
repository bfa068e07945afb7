/** Unknown identifiers lead to no more than one request for changes in this time. */
export const ASK_EVERY_MS = 15_000;
/** How long the contact database is taken to have the properties that it had. */
export const SCHEMA_TTL_MS = 3_600_000;
