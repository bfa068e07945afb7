import { arrayAt, type JsonObject, mismatch, objectAt, objectOf, oneOf, stringAt } from "./body-checks.js";

const MAX_TEXT = 2_000;
const MAX_URL = 2_000;
const MAX_EXPRESSION = 1_000;

/** A rich-text item as the API answers it. */
export interface RichTextItem {
  readonly type: "text" | "mention" | "equation";
  readonly text?: { readonly content: string; readonly link: { readonly url: string } | null };
  readonly mention?: JsonObject;
  readonly equation?: { readonly expression: string };
  readonly annotations: JsonObject;
  readonly plain_text: string;
  readonly href: string | null;
}

const PLAIN = {
  bold: false,
  italic: false,
  strikethrough: false,
  underline: false,
  code: false,
  color: "default",
};

/** Rich text without any formatting. */
export const plainItem = (content: string): RichTextItem => ({
  type: "text",
  text: { content, link: null },
  annotations: PLAIN,
  plain_text: content,
  href: null,
});

/** The text of all items, joined. */
export const plainText = (items: readonly RichTextItem[]): string =>
  items.map((item) => item.plain_text).join("");

/** Checks rich text of a request. Items with empty content are accepted and leave nothing behind. */
export function readRichText(value: unknown, path: string): RichTextItem[] {
  return arrayAt(value, path)
    .map((item, index) => readItem(item, `${path}[${index}]`))
    .filter((item) => item.plain_text !== "");
}

function readItem(value: unknown, path: string): RichTextItem {
  // What a read answered may be written back, so its extra members are welcome.
  const item = objectOf(value, path, [
    "type",
    "text",
    "mention",
    "equation",
    "annotations",
    "plain_text",
    "href",
  ]);
  const type = item.type === undefined ? impliedType(item, path) : oneOf(item.type, `${path}.type`, TYPES);
  const annotations = readAnnotations(item.annotations, `${path}.annotations`);
  if (type === "text") {
    const text = objectOf(item.text, `${path}.text`, ["content", "link"]);
    const content = stringAt(text.content, `${path}.text.content`, { max: MAX_TEXT });
    const link = readLink(text.link, `${path}.text.link`);
    return { type, text: { content, link }, annotations, plain_text: content, href: link?.url ?? null };
  }
  if (type === "equation") {
    const equation = objectOf(item.equation, `${path}.equation`, ["expression"]);
    const expression = stringAt(equation.expression, `${path}.equation.expression`, { max: MAX_EXPRESSION });
    return { type, equation: { expression }, annotations, plain_text: expression, href: null };
  }
  return {
    type,
    mention: objectAt(item.mention, `${path}.mention`),
    annotations,
    plain_text: "@",
    href: null,
  };
}

const TYPES = ["text", "mention", "equation"] as const;

function impliedType(item: JsonObject, path: string): (typeof TYPES)[number] {
  const type = TYPES.find((name) => item[name] !== undefined);
  if (!type) throw mismatch(`${path}.text`, "defined", undefined);
  return type;
}

function readLink(value: unknown, path: string): { url: string } | null {
  if (value === undefined || value === null) return null;
  const link = objectOf(value, path, ["url", "type"]);
  return { url: stringAt(link.url, `${path}.url`, { min: 1, max: MAX_URL }) };
}

function readAnnotations(value: unknown, path: string): JsonObject {
  if (value === undefined) return PLAIN;
  return { ...PLAIN, ...objectOf(value, path, Object.keys(PLAIN)) };
}
