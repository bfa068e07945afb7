import { readMoment } from "./date-value.js";
import { renderFile } from "./hosted-file.js";
import { notionTime } from "./notion-time.js";
import { currentVersion, type Page, storedValue } from "./page.js";
import { plainItem, plainText } from "./rich-text.js";
import { newOption, optionById, type Property } from "./schema.js";
import type { StoredFile, Value } from "./value.js";
import type { Workspace } from "./workspace.js";

/** A date with an end; one without is its start alone. */
export interface PlainDateRange {
  start: string;
  end: string;
}

/** For a file that Notion hosts, `url` is a link that expires. */
export interface PlainFile {
  name: string;
  url: string;
}

/**
 * A property value as a test wants to compare it: text as a string, an option as its name, a relation as page ids,
 * a date as its start (or `{ start, end }`), a file as `{ name, url }`. Empty is `null`, `""`, `[]` or `false`.
 */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly string[]
  | readonly PlainFile[]
  | PlainDateRange;

/** What a page holds in a property now. */
export function toPlain(workspace: Workspace, page: Page, property: Property): PlainValue {
  const version = currentVersion(page);
  const value = storedValue(version, property);
  if (value) return storedToPlain(workspace, property, value);
  switch (property.type) {
    case "created_time":
      return notionTime(page.createdAt);
    case "last_edited_time":
      return notionTime(version.editedAt);
    case "created_by":
      return page.createdBy;
    case "last_edited_by":
      return version.editedBy;
    default:
      return null;
  }
}

function storedToPlain(workspace: Workspace, property: Property, value: Value): PlainValue {
  switch (value.type) {
    case "title":
    case "rich_text":
      return plainText(value.items);
    case "number":
    case "unique_id":
      return value.number;
    case "checkbox":
      return value.checked;
    case "url":
    case "email":
    case "phone_number":
      return value.text;
    case "select":
    case "status":
      return value.option === null ? null : (optionById(property, value.option)?.name ?? null);
    case "multi_select":
      return value.options.flatMap((id) => optionById(property, id)?.name ?? []);
    case "date":
      if (!value.date) return null;
      return value.date.end === null ? value.date.start : { start: value.date.start, end: value.date.end };
    case "people":
      return value.users;
    case "files":
      return value.files.map((file) => ({ name: file.name, url: fileUrl(workspace, file) }));
    case "relation":
      return value.pages;
  }
}

function fileUrl(workspace: Workspace, file: StoredFile): string {
  if ("url" in file) return file.url;
  const { file: hosted } = renderFile(workspace, file) as { file: { url: string } };
  return hosted.url;
}

/** What a person types into a property. People are not bound to the limits of API requests. */
export function fromPlain(workspace: Workspace, property: Property, plain: PlainValue): Value {
  const { type } = property;
  switch (type) {
    case "title":
    case "rich_text":
      return { type, items: isEmpty(plain) ? [] : [plainItem(String(plain))] };
    case "number":
      return { type, number: plain === null ? null : Number(plain) };
    case "checkbox":
      return { type, checked: plain === true };
    case "url":
    case "email":
    case "phone_number":
      return { type, text: isEmpty(plain) ? null : String(plain) };
    case "select":
    case "status":
      return { type, option: isEmpty(plain) ? null : optionId(workspace, property, String(plain)) };
    case "multi_select":
      return { type, options: texts(plain).map((name) => optionId(workspace, property, name)) };
    case "date":
      return { type, date: plainDate(property, plain) };
    case "people":
      return { type, users: texts(plain) };
    case "relation":
      return { type, pages: texts(plain) };
    case "files":
      return { type, files: plain === null ? [] : [...(plain as readonly PlainFile[])] };
    default:
      throw new Error(`fakeNotion: "${property.name}" is a ${type} property and can't be edited.`);
  }
}

const isEmpty = (plain: PlainValue): boolean => plain === null || plain === "";

/** One text or several. */
const texts = (plain: PlainValue): string[] => (isEmpty(plain) ? [] : [plain].flat().map(String));

function plainDate(property: Property, plain: PlainValue): Extract<Value, { type: "date" }>["date"] {
  if (isEmpty(plain)) return null;
  const { start, end } = typeof plain === "string" ? { start: plain, end: null } : (plain as PlainDateRange);
  const read = (moment: string) => readMoment(moment, `fakeNotion: "${property.name}"`);
  return { start: read(start), end: end === null ? null : read(end), time_zone: null };
}

function optionId(workspace: Workspace, property: Property, name: string): string {
  const known = property.options.find((option) => option.name === name);
  if (known) return known.id;
  const option = newOption(workspace, name);
  property.options.push(option);
  return option.id;
}
