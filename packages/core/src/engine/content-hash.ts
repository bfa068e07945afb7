import { contentDigest } from "../events/content-digest.js";
import { canonicalJson, type Json } from "../json.js";

/** 64 bits of a JSON value, as hex: tells whether content has changed. */
export const contentHash = (value: Json): string => contentDigest(canonicalJson(value));
