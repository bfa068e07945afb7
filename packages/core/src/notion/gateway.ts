import { Client, LogLevel } from "@notionhq/client";
import type { Json } from "../json.js";
import type { Block } from "../mapping/body.js";
import { createBreaker } from "../pacing/breaker.js";
import type { Clock } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import type { Priority } from "../priority.js";
import { SyncError } from "../sync-error.js";
import { type Committed, classifyNotionError, committedByAnswer, type RequestKind } from "./classify.js";
import { notionId } from "./notion-id.js";
import type { Schema, SchemaProperty } from "./schema.js";
import { fetchWithDeadline, type NotionFetch } from "./transport.js";

/** The version every request names; the newest that Notion's own webhook types list (2026-11). */
export const NOTION_VERSION = "2026-03-11";

/**
 * Notion ends a request itself after about 55 s (`deadline_ms` in its error examples): a shorter deadline of
 * ours would turn saved-but-slow writes into unknown ones.
 */
const DEADLINE_MS = 60_000;

export interface NotionGatewayOptions {
  token: string;
  /** Default `https://api.notion.com`; a trailing `/v1` is tolerated. */
  baseUrl?: string;
  fetch: NotionFetch;
  limiter: RateLimiter;
  clock: Clock;
  deadlineMs?: number;
}

/** A row as a query answers it. */
export interface NotionPage {
  id: string;
  created_time?: string;
  in_trash?: boolean;
  created_by?: { id?: string };
  properties: Record<string, unknown>;
}

export interface QueryBody {
  filter?: Json;
  sorts?: Json;
  page_size?: number;
  start_cursor?: string;
  /** The rows in the trash instead of the live ones. */
  in_trash?: boolean;
}

export interface QueryAnswer {
  results: NotionPage[];
  has_more: boolean;
  next_cursor?: string | null;
}

export interface NotionBlock {
  id: string;
  type: string;
  [type: string]: unknown;
}

/** On whose behalf a request is made. */
export interface RequestContext {
  priority: Priority;
  /**
   * Runs when the permit is there, right before the request leaves: the last moment to see that the lease
   * still holds, and to write down what is about to be done. Throwing cancels the request.
   */
  beforeSend?(): Promise<void>;
}

/**
 * The Notion requests that the engine makes, one method each. Every request waits for its permit, has a
 * deadline, is sent once (repeating is the engine's decision) and fails as a classified `SyncError`. A 503 that
 * names what it saved is a success here.
 */
export interface NotionGateway {
  /** The data source behind a database id, data source id or pasted URL. */
  resolveDataSource(idOrUrl: string, context: RequestContext): Promise<string>;
  schema(dataSourceId: string, context: RequestContext): Promise<Schema>;
  query(dataSourceId: string, body: QueryBody, context: RequestContext): Promise<QueryAnswer>;
  /** Not idempotent. */
  createPage(
    dataSourceId: string,
    properties: Record<string, Json>,
    context: RequestContext,
  ): Promise<{ id: string }>;
  updatePage(pageId: string, properties: Record<string, Json>, context: RequestContext): Promise<void>;
  retrievePage(pageId: string, context: RequestContext): Promise<NotionPage>;
  trashPage(pageId: string, context: RequestContext): Promise<void>;
  /** Not idempotent. Answers the ids of the new blocks. */
  appendChildren(blockId: string, children: readonly Block[], context: RequestContext): Promise<string[]>;
  children(blockId: string, context: RequestContext): Promise<NotionBlock[]>;
  deleteBlock(blockId: string, context: RequestContext): Promise<void>;
  /** How many requests have been sent so far. */
  readonly requests: number;
  /** 0 to begin something new, else the milliseconds to wait: several requests in a row got no useful answer. */
  admit(): number;
}

export function createNotionGateway(options: NotionGatewayOptions): NotionGateway {
  const { limiter, clock } = options;
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const breaker = createBreaker({ clock });
  let requests = 0;
  const client = new Client({
    auth: options.token,
    baseUrl: (options.baseUrl ?? "https://api.notion.com").replace(/\/+$/, "").replace(/\/v1$/, ""),
    notionVersion: NOTION_VERSION,
    retry: false,
    // Ours aborts first; theirs would leave the request running.
    timeoutMs: deadlineMs + 5_000,
    logLevel: LogLevel.ERROR,
    // Its log lines may quote values.
    logger: () => {},
    fetch: fetchWithDeadline(options.fetch, clock, deadlineMs) as never,
  });

  /** Sends one request within the budget; `whenCommitted` turns a saved-but-503 into its answer. */
  async function send<T>(
    kind: RequestKind,
    context: RequestContext,
    request: () => Promise<unknown>,
    whenCommitted?: (committed: Committed) => T,
  ): Promise<T> {
    return limiter.schedule(context.priority, async () => {
      await context.beforeSend?.();
      requests++;
      try {
        const answer = (await request()) as T;
        breaker.succeeded();
        return answer;
      } catch (error) {
        const failure = classifyNotionError(error, kind, clock.now());
        if (NOTION_IS_DOWN.has(failure.code)) breaker.failed();
        else breaker.succeeded();
        const committed = committedByAnswer(error, clock.now());
        if (committed && whenCommitted) return whenCommitted(committed);
        if (failure.retry === "after") limiter.pause(clock.now() + (failure.retryAfterMs ?? 0));
        throw failure;
      }
    });
  }

  /** The official parameter types are closed unions over values; ours come encoded from the live schema. */
  const loose = <T>(parameters: object): T => parameters as T;

  const schema = async (dataSourceId: string, context: RequestContext): Promise<Schema> => {
    const answer = await send<{ id: string; properties: Record<string, RawProperty> }>("read", context, () =>
      client.dataSources.retrieve({ data_source_id: dataSourceId }),
    );
    const properties: Record<string, SchemaProperty> = Object.create(null);
    for (const [name, raw] of Object.entries(answer.properties ?? {}))
      properties[name] = readProperty(name, raw);
    return { dataSourceId: answer.id, properties };
  };

  return {
    get requests() {
      return requests;
    },

    admit: () => breaker.admit(),

    async resolveDataSource(idOrUrl, context) {
      const id = notionId(idOrUrl);
      if (!id) {
        throw new SyncError("invalid_configuration", "Not a Notion database id or URL.", { retry: "never" });
      }
      try {
        const database = await send<{ data_sources?: { id: string }[] }>("read", context, () =>
          client.databases.retrieve({ database_id: id }),
        );
        const sources = database.data_sources ?? [];
        if (sources.length === 1 && sources[0]) return sources[0].id;
        throw new SyncError(
          "invalid_configuration",
          `The Notion database has ${sources.length} data sources; name the data source's own id instead.`,
          { retry: "never" },
        );
      } catch (error) {
        if (!(error instanceof SyncError) || !NOT_A_DATABASE.has(error.code)) throw error;
        return (await schema(id, context)).dataSourceId;
      }
    },

    schema,

    query: (dataSourceId, body, context) =>
      send("read", context, () => client.dataSources.query(loose({ data_source_id: dataSourceId, ...body }))),

    createPage: (dataSourceId, properties, context) =>
      send(
        "create",
        context,
        () =>
          client.pages.create(
            loose({ parent: { type: "data_source_id", data_source_id: dataSourceId }, properties }),
          ),
        (committed) => ({ id: committed.resourceId }),
      ),

    updatePage: (pageId, properties, context) =>
      send(
        "update",
        context,
        () => client.pages.update(loose({ page_id: pageId, properties })),
        () => undefined,
      ),

    retrievePage: (pageId, context) =>
      send("read", context, () => client.pages.retrieve({ page_id: pageId })),

    trashPage: (pageId, context) =>
      send(
        "update",
        context,
        () => client.pages.update({ page_id: pageId, in_trash: true }),
        () => undefined,
      ),

    async appendChildren(blockId, children, context) {
      const answer = await send<{ results: { id: string }[] }>(
        "append",
        context,
        () => client.blocks.children.append(loose({ block_id: blockId, children })),
        (committed) => ({ results: committed.childIds.map((id) => ({ id })) }),
      );
      return answer.results.map((block) => block.id);
    },

    async children(blockId, context) {
      const blocks: NotionBlock[] = [];
      let cursor: string | undefined;
      do {
        const page = await send<{ results: NotionBlock[]; has_more: boolean; next_cursor: string | null }>(
          "read",
          context,
          () =>
            client.blocks.children.list({
              block_id: blockId,
              page_size: 100,
              ...(cursor === undefined ? {} : { start_cursor: cursor }),
            }),
        );
        blocks.push(...page.results);
        cursor = page.has_more && page.next_cursor ? page.next_cursor : undefined;
      } while (cursor !== undefined);
      return blocks;
    },

    deleteBlock: (blockId, context) =>
      send(
        "update",
        context,
        () => client.blocks.delete({ block_id: blockId }),
        () => undefined,
      ),
  };
}

/** No answer, or one that says that nothing works. */
const NOTION_IS_DOWN = new Set<string>([
  "notion_unavailable",
  "notion_unreachable",
  "notion_outcome_unknown",
]);

/** How Notion may answer when a data source id is asked for as a database. */
const NOT_A_DATABASE = new Set<string>(["notion_not_found", "notion_invalid_request"]);

interface RawProperty {
  id?: unknown;
  type?: unknown;
  status?: { options?: { name?: unknown }[] };
}

function readProperty(name: string, raw: RawProperty): SchemaProperty {
  const options = raw.status?.options?.map((option) => String(option.name));
  return { id: String(raw.id ?? name), name, type: String(raw.type), ...(options ? { options } : {}) };
}
