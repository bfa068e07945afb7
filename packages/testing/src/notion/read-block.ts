import { notModelled } from "./api-error.js";
import { BLOCK_SHAPES, type BlockShape } from "./block-types.js";
import { arrayAt, type JsonObject, mismatch, objectAt, objectOf, oneOf, stringAt } from "./body-checks.js";
import type { Draft } from "./draft.js";
import { uploadToAttach } from "./file-upload.js";
import { readRichText } from "./rich-text.js";
import { type MediaCategory, mediaCategory } from "./supported-files.js";
import type { StoredFile } from "./value.js";

/** A block of a request that has proved valid. */
export interface NewBlock {
  readonly type: string;
  readonly content: JsonObject;
  readonly file: StoredFile | undefined;
  readonly children: readonly NewBlock[];
}

/** A request may carry children and children of children, not more. */
const MAX_NESTING = 2;
const MAX_URL = 2_000;

/** Checks the blocks of one array, and those below them. */
export function readBlockList(draft: Draft, value: unknown, path: string, nesting = 0): NewBlock[] {
  return arrayAt(value, path).map((item, index) => readBlock(draft, item, `${path}[${index}]`, nesting));
}

function readBlock(draft: Draft, value: unknown, path: string, nesting: number): NewBlock {
  const block = objectAt(value, path);
  const type = blockType(block, path);
  objectOf(block, path, ["object", "type", type]);
  const body = objectAt(block[type], `${path}.${type}`);
  const shape = BLOCK_SHAPES[type]!;
  return {
    type,
    ...readBlockBody(draft, type, { ...body, children: undefined }, `${path}.${type}`),
    children: readChildren(draft, body, shape, `${path}.${type}.children`, nesting),
  };
}

/** The type named by `type`, or by the one member that a block has beside it. */
function blockType(block: JsonObject, path: string): string {
  const [named] = Object.keys(block).filter((key) => key !== "object" && key !== "type");
  const type = block.type === undefined ? named : stringAt(block.type, `${path}.type`);
  if (type === undefined) throw mismatch(`${path}.paragraph`, "defined", undefined);
  if (!BLOCK_SHAPES[type]) throw notModelled(`blocks of the type "${type}"`);
  return type;
}

function readChildren(
  draft: Draft,
  body: JsonObject,
  shape: BlockShape,
  path: string,
  nesting: number,
): NewBlock[] {
  if (body.children === undefined) return [];
  const allowed = shape.children === "toggle" ? body.is_toggleable === true : shape.children;
  if (!allowed || nesting >= MAX_NESTING) throw mismatch(path, "not present", body.children);
  return readBlockList(draft, body.children, path, nesting + 1);
}

/** Checks what the object under a block's type holds, children aside. */
export function readBlockBody(
  draft: Draft,
  type: string,
  value: unknown,
  path: string,
): Pick<NewBlock, "content" | "file"> {
  const { children: _, ...body } = objectAt(value, path);
  const shape = BLOCK_SHAPES[type]!;
  if (shape.body === "text") return { content: readTextBody(body, shape, path), file: undefined };
  if (shape.body === "media") return readMediaBody(draft, type, body, shape, path);
  if (shape.body === "link") return { content: readLinkBody(body, path), file: undefined };
  return { content: objectOf(body, path, shape.extras), file: undefined };
}

function readTextBody(body: JsonObject, shape: BlockShape, path: string): JsonObject {
  objectOf(body, path, ["rich_text", ...shape.extras]);
  return {
    color: "default",
    ...body,
    rich_text: readRichText(body.rich_text, `${path}.rich_text`),
    ...readCaption(body, path),
  };
}

function readLinkBody(body: JsonObject, path: string): JsonObject {
  objectOf(body, path, ["url", "caption"]);
  return { url: stringAt(body.url, `${path}.url`, { min: 1, max: MAX_URL }), ...readCaption(body, path) };
}

const readCaption = (body: JsonObject, path: string): { caption?: unknown } =>
  body.caption === undefined ? {} : { caption: readRichText(body.caption, `${path}.caption`) };

function readMediaBody(
  draft: Draft,
  type: string,
  body: JsonObject,
  shape: BlockShape,
  path: string,
): Pick<NewBlock, "content" | "file"> {
  objectOf(body, path, ["type", "caption", "external", "file_upload", ...shape.extras]);
  const { type: _, external, file_upload: upload, ...rest } = body;
  if (body.type !== undefined) oneOf(body.type, `${path}.type`, ["external", "file_upload"]);
  const content = { caption: [], ...rest, ...readCaption(body, path) };
  if (upload !== undefined) {
    const { id } = objectOf(upload, `${path}.file_upload`, ["id"]);
    const { filename, id: uploadId } = uploadToAttach(draft, id, `${path}.file_upload.id`, categoryOf(type));
    return { content, file: { name: filename ?? "", uploadId } };
  }
  const { url } = objectOf(external, `${path}.external`, ["url"]);
  return {
    content,
    file: { name: "", url: stringAt(url, `${path}.external.url`, { min: 1, max: MAX_URL }) },
  };
}

/** A `file` block takes any file, the other media blocks their own kind. */
const categoryOf = (type: string): MediaCategory | undefined =>
  type === "pdf" ? "pdf" : mediaCategory(`${type}/*`);
