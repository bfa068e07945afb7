import type { Json } from "../json.js";
import type { Block } from "../mapping/body.js";
import type { Clock } from "../ports/clock.js";
import type { RateLimiter } from "../ports/rate-limiter.js";
import type { Priority } from "../priority.js";
import { blockRequests } from "./block-requests.js";
import { pageRequests } from "./page-requests.js";
import type { Schema } from "./schema.js";
import { createSender } from "./sender.js";
import { setupRequests } from "./setup-requests.js";
import type {
  NewDatabase,
  NewView,
  NotionDatabase,
  NotionIdentity,
  NotionView,
  SharedObject,
} from "./shared-objects.js";
import type { NotionFetch } from "./transport.js";
import { type UploadedFile, uploadRequests } from "./upload-requests.js";

export { NOTION_VERSION } from "./sender.js";

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
  /** A query of a wiki also answers its data sources (`data_source`). */
  object?: string;
  id: string;
  /** Rounded down to the minute. */
  created_time?: string;
  parent?: { data_source_id?: string; database_id?: string };
  in_trash?: boolean;
  created_by?: { id?: string };
  properties: Record<string, unknown>;
}

/** A query in Notion's own words. */
export interface QueryBody {
  filter?: Json;
  sorts?: Json;
  page_size?: number;
  start_cursor?: string;
  /** The rows in the trash instead of the live ones. */
  in_trash?: boolean;
  /** Ids of the properties to answer; all of them without it. */
  filter_properties?: readonly string[];
}

/** One page of rows, as Notion answers it. */
export interface QueryAnswer {
  results: NotionPage[];
  has_more: boolean;
  next_cursor?: string | null;
  /** `incomplete`: there are more rows than the 10,000 that any one query answers. */
  request_status?: { type?: string };
}

/** A block of a page as Notion answers it: its content is under the name of its type. */
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
 * The Notion requests that this SDK makes, one method each. Every request waits for its permit, has a
 * deadline, is sent once (repeating is the caller's decision) and fails as a classified `SyncError`. A 503 that
 * names what it saved is a success here.
 */
export interface NotionGateway {
  /** The data source behind a database id, data source id or pasted URL; `choose` is asked which, if there are several. */
  resolveDataSource(
    idOrUrl: string,
    context: RequestContext,
    choose?: (dataSourceIds: readonly string[]) => Promise<string | undefined>,
  ): Promise<string>;
  schema(dataSourceId: string, context: RequestContext): Promise<Schema>;
  query(dataSourceId: string, body: QueryBody, context: RequestContext): Promise<QueryAnswer>;
  /** Not idempotent. */
  createPage(
    dataSourceId: string,
    properties: Record<string, Json>,
    context: RequestContext,
    /** Blocks of its body: at most 100, and with the properties at most 500 KB. */
    children?: readonly Block[],
  ): Promise<{ id: string }>;
  updatePage(pageId: string, properties: Record<string, Json>, context: RequestContext): Promise<void>;
  retrievePage(pageId: string, context: RequestContext): Promise<NotionPage>;
  trashPage(pageId: string, context: RequestContext): Promise<void>;
  /** Not idempotent. Answers the ids of the new blocks. */
  appendChildren(blockId: string, children: readonly Block[], context: RequestContext): Promise<string[]>;
  children(blockId: string, context: RequestContext): Promise<NotionBlock[]>;
  deleteBlock(blockId: string, context: RequestContext): Promise<void>;

  /** Announces a file, in `parts` if more than one. One that is never attached is gone after an hour. */
  createUpload(file: UploadedFile, context: RequestContext): Promise<{ id: string }>;
  /** Sends an announced file, or part `part` of it, counted from 1. */
  sendUpload(
    uploadId: string,
    file: UploadedFile & { bytes: Uint8Array; part?: number },
    context: RequestContext,
  ): Promise<void>;
  /** After the last part of several. */
  completeUpload(uploadId: string, context: RequestContext): Promise<void>;

  /** Whose token this is. */
  me(context: RequestContext): Promise<NotionIdentity>;
  /** Pages or data sources that are shared with the connection, at most 100, by a part of their title. */
  searchShared(
    wanted: { kind: SharedObject["kind"]; title?: string },
    context: RequestContext,
  ): Promise<SharedObject[]>;
  database(databaseId: string, context: RequestContext): Promise<NotionDatabase>;
  /** Not idempotent: the same title twice makes two. */
  createDatabase(database: NewDatabase, context: RequestContext): Promise<{ id: string }>;
  /** Adds or changes properties, by name or id; the values are Notion's property configurations. */
  updateSchema(
    dataSourceId: string,
    properties: Record<string, Json>,
    context: RequestContext,
  ): Promise<void>;
  /** The views of a database; one request, and one more for each view. */
  views(databaseId: string, context: RequestContext): Promise<NotionView[]>;
  /** Not idempotent. */
  createView(view: NewView, context: RequestContext): Promise<{ id: string }>;

  /** How many requests have been sent so far. */
  readonly requests: number;
  /** 0 to begin something new, else the milliseconds to wait: several requests in a row got no useful answer. */
  admit(): number;
}

/** Makes the requests of one token. Whoever shares the token must share `limiter`: nothing else keeps to Notion's window. */
export function createNotionGateway(options: NotionGatewayOptions): NotionGateway {
  const sender = createSender(options);
  return {
    ...pageRequests(sender),
    ...blockRequests(sender),
    ...setupRequests(sender),
    ...uploadRequests(sender),
    get requests() {
      return sender.requests();
    },
    admit: () => sender.admit(),
  };
}
