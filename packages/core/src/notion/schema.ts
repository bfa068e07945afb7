/** A property of a live data source, as far as writing needs to know it. */
export interface SchemaProperty {
  id: string;
  name: string;
  /** Notion's property type: `title`, `rich_text`, `phone_number`, `select`… open. */
  type: string;
  /** The column it was written as before somebody renamed it. */
  formerColumn?: string;
  /** Option names of a `status` property: Notion does not create them on write. */
  options?: readonly string[];
  /** Of a `relation` property: the data source whose pages it links to. */
  relatesTo?: string;
}

/** The live schema of one data source. */
export interface Schema {
  dataSourceId: string;
  /** By property name. */
  properties: Readonly<Record<string, SchemaProperty>>;
  /** The database that it is in. */
  databaseId?: string;
  /** The user or connection that made the data source. */
  createdBy?: string;
  inTrash?: boolean;
}
