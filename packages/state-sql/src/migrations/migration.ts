import type { CompiledQuery, Kysely } from "kysely";
import type { Tables } from "../tables.js";

/** One step of the schema. Once released it is never changed; a later one amends it. */
export interface Migration {
  /** Consecutive from 1. */
  version: number;
  name: string;
  /** All run in one batch, so without bound values and without reading. */
  statements(db: Kysely<Tables>): readonly CompiledQuery[];
}
