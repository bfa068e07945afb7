import type { SchemaCache } from "@openphone-notion/core";

/** As long as a schema is believed anyway. */
const KEEP_S = 600;

/** Keeps the schemas of the databases in KV, so that an object that is made anew asks Notion for none. */
export function createSchemaCache(cache: KVNamespace): SchemaCache {
  return {
    async get(name) {
      return (
        (await cache.get<NonNullable<Awaited<ReturnType<SchemaCache["get"]>>>>(keyOf(name), "json")) ??
        undefined
      );
    },
    async put(name, known) {
      await cache.put(keyOf(name), JSON.stringify(known), { expirationTtl: KEEP_S });
    },
  };
}

const keyOf = (name: string): string => `schema:${name}`;
