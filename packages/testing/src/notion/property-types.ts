const WRITABLE = [
  "title",
  "rich_text",
  "number",
  "select",
  "multi_select",
  "status",
  "date",
  "people",
  "files",
  "checkbox",
  "url",
  "email",
  "phone_number",
  "relation",
] as const;

const READ_ONLY = [
  "formula",
  "rollup",
  "button",
  "unique_id",
  "created_time",
  "created_by",
  "last_edited_time",
  "last_edited_by",
] as const;

export type WritableType = (typeof WRITABLE)[number];
export type ReadOnlyType = (typeof READ_ONLY)[number];

/** The property types that the fake models. */
export type PropertyType = WritableType | ReadOnlyType;

export const isPropertyType = (type: string): type is PropertyType =>
  (WRITABLE as readonly string[]).includes(type) || (READ_ONLY as readonly string[]).includes(type);

export const isWritableType = (type: PropertyType): type is WritableType =>
  (WRITABLE as readonly string[]).includes(type);
