import type { NotionUpload } from "../record/activity.js";

/** What a value means. The live schema of the database decides how it is encoded. */
export type Meaning =
  | "id"
  | "title"
  | "text"
  | "phone"
  | "email"
  | "date"
  | "select"
  | "multiSelect"
  | "number"
  | "checkbox"
  | "url"
  | "files"
  | "relation";

/** A link to a file, as a files property shows it. */
export interface FileLink {
  name: string;
  url: string;
  /** Notion's own copy: a files property shows it, other types the link. */
  upload?: NotionUpload | undefined;
}

/** The value types that the builders accept for each meaning. */
export interface MeaningValue {
  id: string;
  title: string;
  text: string;
  phone: string;
  email: string;
  /** ISO 8601 date or instant. */
  date: string;
  select: string;
  multiSelect: readonly string[];
  number: number;
  checkbox: boolean;
  url: string;
  files: readonly FileLink[];
  /** Notion page ids. */
  relation: readonly string[];
}

/** What a mapping function may look at beside the activity itself. */
export interface MappingContext {
  /** Page ids of the linked contacts: empty when there is none, `undefined` while unknown. */
  canvas: readonly string[] | undefined;
}

/** One column of the mapping: what the value means, and how to get it. `undefined` leaves the column as it is. */
export interface Property<A, M extends Meaning = Meaning> {
  readonly meaning: M;
  readonly value: (activity: A, context: MappingContext) => MeaningValue[M] | undefined;
}

/** Columns by name. */
export type PropertyMapping<A> = Readonly<Record<string, Property<A>>>;
