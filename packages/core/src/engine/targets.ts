import type { ActivityKind } from "../key.js";
import { checkMapping } from "../mapping/check-mapping.js";
import type { Mapping } from "../mapping/mapping.js";
import type { PropertyMapping } from "../mapping/property.js";
import type { NotionGateway, RequestContext } from "../notion/gateway.js";
import type { Schema, SchemaProperty } from "../notion/schema.js";
import { stopsTheTenant } from "../notion/stopping-codes.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import { type SyncError, toSyncError } from "../sync-error.js";
import { dataSourceInUse } from "./data-source-in-use.js";
import { rememberColumns } from "./remember-columns.js";

/** Database ids, data source ids or pasted URLs; a kind without one is not synced. */
export interface Databases {
  calls?: string;
  messages?: string;
  mail?: string;
  canvas?: string;
}

/** Where activities of one kind are written. */
export interface Target {
  schema: Schema;
  columns: PropertyMapping<never>;
  /** The property that holds the business id; without it lost state cannot be recovered from Notion. */
  idProperty?: SchemaProperty;
}

export interface Targets {
  /** `undefined` when the kind has no database. Loads the live schema when none younger than `maxAgeMs` is known. */
  target(kind: ActivityKind, context: RequestContext, maxAgeMs?: number): Promise<Target | undefined>;
  /** Logs what a projection could not write: one line for each column. */
  report(kind: ActivityKind, warnings: readonly { property: string; reason: string }[]): void;
  /** Notes that the database does not take links to contacts: until its schema is read again none are written. */
  refuseCanvas(kind: ActivityKind): void;
  takesCanvas(kind: ActivityKind): boolean;
  /** The contact database's schema, as `target` loads it; `undefined` when there is none. */
  canvasSchema(context: RequestContext, maxAgeMs?: number): Promise<Schema | undefined>;
}

/** What others have read of the databases lately, and may be believed for a while. */
export interface SchemaCache {
  get(name: keyof Databases): Promise<{ at: number; schema: Schema } | undefined>;
  put(name: keyof Databases, known: { at: number; schema: Schema }): Promise<void>;
}

export interface TargetsOptions {
  notion: NotionGateway;
  store: Pick<StateStore, "getCursor" | "putCursor">;
  databases: Databases;
  mapping: Mapping;
  /** For workers that live shortly: what it holds saves reading schemas anew. */
  schemas?: SchemaCache;
  clock: Clock;
  logger: Logger;
}

const SCHEMA_TTL_MS = 10 * 60_000;
/** For so long nobody asks again for contacts that cannot be read until somebody changes something. */
const REFUSAL_TTL_MS = 60_000;
const COLUMNS = { call: "calls", message: "messages", mail: "mail" } as const;

export function createTargets(options: TargetsOptions): Targets {
  const { notion, store, databases, mapping, schemas, clock, logger } = options;
  const loaded = new Map<keyof Databases, { at: number; schema: Schema }>();
  const loading = new Map<keyof Databases, Promise<Schema>>();
  let contactsRefused: { at: number; error: SyncError } | undefined;
  const warned = new Set<string>();
  const withoutCanvas = new Set<keyof Databases>();

  async function load(
    name: keyof Databases,
    id: string,
    context: RequestContext,
    maxAgeMs: number,
  ): Promise<Schema> {
    const cached = maxAgeMs > 0 ? await schemas?.get(name).catch(() => undefined) : undefined;
    if (cached && clock.now() - cached.at < maxAgeMs) {
      loaded.set(name, cached);
      if (name !== "canvas") warnAboutGaps(name, cached.schema);
      return cached.schema;
    }
    const dataSourceId =
      loaded.get(name)?.schema.dataSourceId ??
      (await notion.resolveDataSource(id, context, (ids) => dataSourceInUse(store, name, ids)));
    const live = await notion.schema(dataSourceId, context);
    const schema = name === "canvas" ? live : await rememberColumns(store, mapping[name], live);
    const known = { at: clock.now(), schema };
    loaded.set(name, known);
    await schemas?.put(name, known).catch(() => {});
    withoutCanvas.delete(name);
    if (name !== "canvas") warnAboutGaps(name, schema);
    return schema;
  }

  async function schemaOf(
    name: keyof Databases,
    context: RequestContext,
    maxAgeMs: number,
  ): Promise<Schema | undefined> {
    const id = databases[name];
    if (!id) return undefined;
    const known = loaded.get(name);
    if (known && clock.now() - known.at < maxAgeMs) return known.schema;
    // What is being read at this moment may be older than the refusal that made us ask.
    if (maxAgeMs === 0) await loading.get(name)?.catch(() => undefined);
    // The request that is under way may serve everyone, so no single run's guard belongs to it.
    const promise = loading.get(name) ?? load(name, id, { priority: context.priority }, maxAgeMs);
    loading.set(name, promise);
    try {
      return await promise;
    } finally {
      loading.delete(name);
    }
  }

  function warnOnce(database: string, property: string, reason: string): void {
    const id = `${database}/${property}`;
    if (warned.has(id)) return;
    warned.add(id);
    logger.warn("mapping.not_written", { database, property, reason });
  }

  /** Before the first write, so that the log tells at once what is wrong with a database. */
  function warnAboutGaps(name: "calls" | "messages" | "mail", schema: Schema): void {
    const check = checkMapping(mapping[name], schema);
    for (const property of check.missing) warnOnce(name, property, "The database has no such property.");
    for (const property of check.passedOver) {
      const reason = "It goes on in the property that was renamed. To write this one, delete that.";
      warnOnce(name, property, reason);
    }
    for (const { property, found, accepted } of check.incompatible) {
      warnOnce(name, property, `Its type is ${found}; it may be ${accepted.join(", ")}.`);
    }
    if (!check.idProperty) {
      warnOnce(
        name,
        "(id)",
        "Without an id property a create that breaks off cannot be looked up afterwards.",
      );
    }
  }

  return {
    async target(kind, context, maxAgeMs = SCHEMA_TTL_MS) {
      const name = COLUMNS[kind];
      const schema = await schemaOf(name, context, maxAgeMs);
      if (!schema) return undefined;
      const columns = mapping[name] as PropertyMapping<never>;
      const { idProperty } = checkMapping(mapping[name], schema);
      return { schema, columns, ...(idProperty ? { idProperty } : {}) };
    },
    report(kind, warnings) {
      for (const { property, reason } of warnings) warnOnce(COLUMNS[kind], property, reason);
    },
    refuseCanvas(kind) {
      const name = COLUMNS[kind];
      withoutCanvas.add(name);
      warnOnce(
        name,
        "(contacts)",
        "Notion refuses the link: the relation must point to the contact database.",
      );
    },
    takesCanvas: (kind) => !withoutCanvas.has(COLUMNS[kind]),
    async canvasSchema(context, maxAgeMs = SCHEMA_TTL_MS) {
      const age = clock.now() - (contactsRefused?.at ?? Number.NEGATIVE_INFINITY);
      if (contactsRefused && age < Math.min(maxAgeMs, REFUSAL_TTL_MS)) throw contactsRefused.error;
      try {
        const schema = await schemaOf("canvas", context, maxAgeMs);
        contactsRefused = undefined;
        return schema;
      } catch (thrown) {
        const error = toSyncError(thrown);
        if (error.retry === "never" && !stopsTheTenant(error)) contactsRefused = { at: clock.now(), error };
        throw error;
      }
    },
  };
}
