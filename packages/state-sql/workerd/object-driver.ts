import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { openDurableObjectSqlite } from "../src/durable-object.js";
import type { SqlDriver } from "../src/sql-driver.js";

export const newObject = () => env.OBJECTS.get(env.OBJECTS.newUniqueId());

/** Runs each batch inside the object, the only place from where its storage may be reached. */
export const driverOf = (object: ReturnType<typeof newObject>): SqlDriver => ({
  dialect: "sqlite",
  batch: (statements) =>
    runInDurableObject(object, (_, { storage }) => openDurableObjectSqlite(storage).batch(statements)),
  close: async () => {},
});
