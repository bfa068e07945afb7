import type { SchemaProperty } from "../notion/schema.js";
import type { Progress } from "./progress.js";

/** What the intent of a create says: enough to find the page again, whatever is changed or renamed meanwhile. */
export interface CreateDetail {
  /** Hashes of what was written, by property id. */
  hashes: Record<string, string>;
  dataSourceId: string;
  /** Absent where the database has none. */
  idProperty?: Pick<SchemaProperty, "id" | "name" | "type">;
  /** What of the body goes along. */
  sections?: Progress["sections"];
  /** The uploads that are shown. */
  uploads?: Progress["uploads"];
}
