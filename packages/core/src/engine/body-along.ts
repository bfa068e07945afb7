import type { Json } from "../json.js";
import { type Block, type BodySection, openingBlock, sectionChunks } from "../mapping/body.js";
import { jsonBytes } from "../mapping/json-bytes.js";
import { ARRAY_ITEMS, CHUNK_BYTES } from "../mapping/notion-limits.js";
import { contentHash } from "./content-hash.js";
import type { SectionProgress } from "./progress.js";

/** What of the body goes into the request that creates the page. */
export interface BodyAlong {
  children: Block[];
  /** What is to be noted of it, by section id. */
  sections: Record<string, SectionProgress>;
}

export const nothingAlong: BodyAlong = { children: [], sections: {} };

/** What a section has to show; its heading may change without it. */
export const sectionHash = ({ audio, paragraphs }: BodySection): string =>
  contentHash((audio ?? paragraphs) as unknown as Json);

/** The sections that are one chunk, as far as they fit into one request together. */
export function bodyAlong(sections: readonly BodySection[]): BodyAlong {
  const along: BodyAlong = { children: [], sections: {} };
  let bytes = 0;
  for (const section of sections) {
    const [chunk, ...others] = sectionChunks(section);
    if (!chunk || others.length > 0 || along.children.length === ARRAY_ITEMS) continue;
    const block = openingBlock(section, chunk);
    bytes += jsonBytes(block as unknown as Json) + 1;
    if (bytes > CHUNK_BYTES + 10_000) break;
    along.children.push(block);
    const { heading } = section;
    along.sections[section.id] = {
      heading,
      hash: sectionHash(section),
      blockId: "",
      chunks: 1,
      replaces: [],
    };
  }
  return along;
}
