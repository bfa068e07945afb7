import type { D1Migration } from "cloudflare:test";
import { DurableObject } from "cloudflare:workers";

declare global {
  namespace Cloudflare {
    interface Env {
      DB: D1Database;
      /** The files in `migrations`. */
      D1_MIGRATIONS: D1Migration[];
      OBJECTS: DurableObjectNamespace<SqlObject>;
    }
  }
}

/** A Durable Object with a SQLite database; the tests reach into it. */
export class SqlObject extends DurableObject {}

export default {};
