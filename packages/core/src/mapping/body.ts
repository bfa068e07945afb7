import { cutAt } from "./cut-text.js";
import { jsonBytes } from "./json-bytes.js";
import { ARRAY_ITEMS, CHUNK_BYTES, RICH_TEXT_UNITS } from "./notion-limits.js";
import { type RichTextItem, splitRichText } from "./rich-text.js";

/** A part of the page body that is ours: a toggle with paragraphs. */
export interface BodySection {
  /** Id of the property that it continues, which outlives a renaming. */
  propertyId: string;
  heading: string;
  /** Each at most 2,000 UTF-16 units. Line breaks are inside them, so that joined they are the text. */
  paragraphs: string[];
}

/** A Notion block, as written. */
export type Block =
  | { readonly type: "paragraph"; readonly paragraph: { readonly rich_text: readonly RichTextItem[] } }
  | {
      readonly type: "toggle";
      readonly toggle: { readonly rich_text: readonly RichTextItem[]; readonly children: readonly Block[] };
    };

/** Cuts clean text into paragraphs, after a line break where one is near the limit. */
export function splitParagraphs(text: string): string[] {
  const paragraphs: string[] = [];
  for (let start = 0; start < text.length; ) {
    let piece = text.slice(start, cutAt(text, start, RICH_TEXT_UNITS));
    if (start + piece.length < text.length) {
      const lineEnd = piece.lastIndexOf("\n") + 1;
      if (lineEnd > RICH_TEXT_UNITS / 2) piece = piece.slice(0, lineEnd);
    }
    paragraphs.push(piece);
    start += piece.length;
  }
  return paragraphs;
}

/**
 * The paragraph blocks of a section, in chunks of at most 100 blocks and 180 KB. One chunk fits into a request,
 * even into the one that creates the page; the others are appended to the section's toggle in order.
 */
export function sectionChunks(section: Pick<BodySection, "paragraphs">): Block[][] {
  const chunks: Block[][] = [];
  let bytes = 0;
  for (const paragraph of section.paragraphs) {
    const block: Block = { type: "paragraph", paragraph: { rich_text: splitRichText(paragraph).items } };
    const size = jsonBytes(block) + 1;
    const chunk = chunks.at(-1);
    if (chunk !== undefined && chunk.length < ARRAY_ITEMS && bytes + size <= CHUNK_BYTES) {
      chunk.push(block);
      bytes += size;
    } else {
      chunks.push([block]);
      bytes = size;
    }
  }
  return chunks;
}

/** The block that holds a section, with its first chunk as `children`. */
export const toggleBlock = (heading: string, children: readonly Block[]): Block => ({
  type: "toggle",
  toggle: { rich_text: splitRichText(heading).items, children },
});
