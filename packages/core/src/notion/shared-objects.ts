import type { Json } from "../json.js";

/** The connection that a token belongs to. */
export interface NotionIdentity {
  /** What `created_by` says of everything made with this token. */
  botId: string;
  name: string;
  workspaceName?: string;
  /** Bytes; 5 MiB tells a Free workspace. */
  maxUploadBytes?: number;
}

/** Something in Notion that is shared with the connection. */
export interface SharedObject {
  id: string;
  kind: "page" | "data_source";
  title: string;
  url?: string;
}

/** A database: the container of one or more data sources. */
export interface NotionDatabase {
  id: string;
  title: string;
  url?: string;
  inTrash: boolean;
  dataSourceIds: string[];
}

/** A database to make, with one data source. */
export interface NewDatabase {
  /** The page that it is put in. */
  pageId: string;
  title: string;
  /** Notion's property configurations by name; one of them the title. */
  properties: Record<string, Json>;
}

/** A tab of a database. */
export interface NotionView {
  id: string;
  name: string;
}

/** A new view at the end of a database's tabs. */
export interface NewView {
  databaseId: string;
  dataSourceId: string;
  name: string;
  type: "table" | "calendar";
  /** As in a query of the data source. */
  filter?: Json;
  sorts?: Json;
  /** What only views of this type have; names properties by id. */
  configuration?: Json;
}
