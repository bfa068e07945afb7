import { cleanText } from "./clean-text.js";
import { cutAt } from "./cut-text.js";
import { ARRAY_ITEMS, RICH_TEXT_UNITS } from "./notion-limits.js";

/** One item of a Notion rich text value, as written. */
export type RichTextItem = {
  readonly type: "text";
  readonly text: { readonly content: string; readonly link?: { readonly url: string } };
  readonly annotations?: { readonly bold?: true; readonly color?: "gray" };
};

/**
 * Cuts text into items of at most 2,000 UTF-16 units, on code points; `rest` is what 100 items do not hold.
 * Items and rest together are the text, but for control characters (removed) and lone surrogates (U+FFFD).
 */
export function splitRichText(text: string): { items: RichTextItem[]; rest: string } {
  const clean = cleanText(text);
  const items: RichTextItem[] = [];
  let start = 0;
  while (start < clean.length && items.length < ARRAY_ITEMS) {
    const end = cutAt(clean, start, RICH_TEXT_UNITS);
    items.push({ type: "text", text: { content: clean.slice(start, end) } });
    start = end;
  }
  return { items, rest: clean.slice(start) };
}
