import { cutAt } from "./cut-text.js";
import { jsonBytes } from "./json-bytes.js";
import { ARRAY_ITEMS, CHUNK_BYTES, RICH_TEXT_UNITS } from "./notion-limits.js";
import { type RichTextItem, splitRichText } from "./rich-text.js";

/** What a player plays: a link for the outside, or a file that was uploaded to Notion. */
export type AudioSource = { readonly url: string } | { readonly uploadId: string };

/** A paragraph: text of at most 2,000 UTF-16 units, or rich text of at most 100 items. */
export type Paragraph = string | readonly RichTextItem[];

/** A part of the page body that is ours: a toggle with paragraphs, or an audio player. */
export interface BodySection {
  /** Tells it from the others for ever: id of the property that it continues, else what it shows. */
  id: string;
  /** Of the toggle; the caption of a player. It is what our block is found again by. */
  heading: string;
  /** Line breaks are inside them, so that those of a continued text are the text when joined. */
  paragraphs: readonly Paragraph[];
  /** Makes it a player, without paragraphs. */
  audio?: AudioSource;
}

type Text = { readonly rich_text: readonly RichTextItem[] };

/** A Notion block, as written. */
export type Block =
  | { readonly type: "paragraph"; readonly paragraph: Text }
  | { readonly type: "toggle"; readonly toggle: Text & { readonly children: readonly Block[] } }
  | { readonly type: "audio"; readonly audio: AudioContent };

type AudioContent = { readonly caption: readonly RichTextItem[] } & (
  | { readonly type: "external"; readonly external: { readonly url: string } }
  | { readonly type: "file_upload"; readonly file_upload: { readonly id: string } }
);

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
 * The blocks of a section, in chunks of at most 100 and 180 KB. One chunk fits into a request, even into the one that
 * creates the page; the others are appended to the section's toggle in order. A player is a chunk of itself.
 */
export function sectionChunks(
  section: Omit<BodySection, "id" | "heading"> & { heading?: string },
): Block[][] {
  if (section.audio) return [[audioBlock(section.heading ?? "", section.audio)]];
  const chunks: Block[][] = [];
  let bytes = 0;
  for (const paragraph of section.paragraphs) {
    const block: Block = { type: "paragraph", paragraph: { rich_text: richTextOf(paragraph) } };
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

const richTextOf = (paragraph: Paragraph): readonly RichTextItem[] =>
  typeof paragraph === "string" ? splitRichText(paragraph).items : paragraph;

/** The block that begins a section: its toggle with the first chunk in it, or its player. */
export const openingBlock = (section: BodySection, chunk: readonly Block[]): Block =>
  section.audio ? audioBlock(section.heading, section.audio) : toggleBlock(section.heading, chunk);

/** The block that holds a section, with its first chunk as `children`. */
export const toggleBlock = (heading: string, children: readonly Block[]): Block => ({
  type: "toggle",
  toggle: { rich_text: splitRichText(heading).items, children },
});

function audioBlock(heading: string, audio: AudioSource): Block {
  const caption = splitRichText(heading).items;
  return "url" in audio
    ? { type: "audio", audio: { type: "external", external: { url: audio.url }, caption } }
    : { type: "audio", audio: { type: "file_upload", file_upload: { id: audio.uploadId }, caption } };
}
