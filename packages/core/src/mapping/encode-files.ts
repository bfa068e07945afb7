import { oneLine } from "./clean-text.js";
import { cutAt } from "./cut-text.js";
import { TEXT_ENCODERS } from "./encode-text.js";
import type { Encoder, Encoders } from "./encoder.js";
import { ARRAY_ITEMS, FILE_NAME_UNITS, URL_UNITS } from "./notion-limits.js";
import type { FileLink } from "./property.js";

const linkable = ({ url }: FileLink): boolean =>
  url.length <= URL_UNITS && URL.canParse(url) && /^https?:/i.test(url) && !/\p{Surrogate}/u.test(url);

/** Notion wants a name on every external file. */
function shownName(file: FileLink): string {
  const name = oneLine(file.name) || "File";
  return name.slice(0, cutAt(name, 0, FILE_NAME_UNITS));
}

const asLines = (links: readonly FileLink[]): string =>
  links.map((file) => `${oneLine(file.name)} ${file.url}`.trimStart()).join("\n");

const external = (file: FileLink, suffix = "") => ({
  type: "external",
  name: shownName({ ...file, name: `${file.name}${suffix}` }),
  external: { url: file.url },
});

/** The entries of a files property for one file: Notion's copy, our link, or both. */
function entriesOf(file: FileLink) {
  const { upload } = file;
  if (!upload) return [external(file)];
  const hosted = { type: "file_upload", name: shownName(file), file_upload: { id: upload.id } };
  return upload.besideLink ? [hosted, external(file, " (link)")] : [hosted];
}

/** Encodes the first `capacity` links; the others overflow as lines of text. */
const upTo =
  (capacity: number, encode: Encoder<readonly FileLink[]>): Encoder<readonly FileLink[]> =>
  (links, property) => {
    if (!links.every(linkable))
      return { problem: `a link is not http(s), not whole text, or longer than ${URL_UNITS} characters` };
    const encoded = encode(links.slice(0, capacity), property);
    const rest = links.slice(capacity);
    return "problem" in encoded || rest.length === 0 ? encoded : { ...encoded, overflow: asLines(rest) };
  };

/** How file links are written into each type: as files, as the first one's link, or as linked names. */
export const FILE_ENCODERS = {
  files: (links, property) => {
    const capacity = ARRAY_ITEMS / Math.max(1, ...links.map((file) => entriesOf(file).length));
    return upTo(capacity, (fitting) => ({ value: { files: fitting.flatMap(entriesOf) } }))(links, property);
  },
  url: upTo(1, ([first], property) => TEXT_ENCODERS.url(first?.url ?? "", property)),
  rich_text: upTo(ARRAY_ITEMS, (links) => ({
    value: {
      rich_text: links.map((file, index) => ({
        type: "text",
        text: { content: `${index === 0 ? "" : "\n"}${shownName(file)}`, link: { url: file.url } },
      })),
    },
  })),
} satisfies Encoders<readonly FileLink[]>;
