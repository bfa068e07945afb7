import type { Json } from "../json.js";

const utf8 = new TextEncoder();

/** Bytes of a value in a request: JSON in UTF-8. */
export const jsonBytes = (value: Json): number => utf8.encode(JSON.stringify(value)).length;
