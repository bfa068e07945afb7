import { type ActivityKey, systemClock } from "@openphone-notion/core";
import type { HttpHandler } from "msw";
import { declareDatabases } from "./declared-databases.js";
import { createFaults, type Faults } from "./faults.js";
import { type UploadStatus, uploadBytes, uploadStatus } from "./file-upload.js";
import { findActivity } from "./find-activity.js";
import { seededRandom } from "./identifiers.js";
import { mswHandlers } from "./msw-handlers.js";
import type { ColumnSpec, FakeNotionOptions, Plan } from "./options.js";
import { currentVersion } from "./page.js";
import { createPerson, type TypedValues } from "./person.js";
import type { PlainValue } from "./plain-value.js";
import { plainValues, type ReadablePage, readablePage } from "./readable-page.js";
import { databaseUrl } from "./render-schema.js";
import { createRequestLog, type LoggedRequest, type RequestCounts } from "./request-log.js";
import type { DataSource } from "./schema.js";
import { serve } from "./serve.js";
import { createWindow } from "./window.js";
import { createWorkspace, findDatabase, type Workspace } from "./workspace.js";

/** Where a declared database is found. */
export interface DeclaredDatabase {
  readonly id: string;
  readonly dataSourceId: string;
  readonly url: string;
}

/** A file upload as a test wants to look at it, sent or not. */
export interface ReadableUpload {
  readonly id: string;
  readonly filename: string | null;
  readonly contentType: string | null;
  readonly status: UploadStatus;
  readonly attached: boolean;
  /** What has been sent so far. */
  readonly bytes: Uint8Array;
}

/** A Notion workspace in memory, with its REST API and the people who use it beside you. */
export interface FakeNotion<Name extends string = string> {
  /** The API. Throws `ConnectionReset` where the connection breaks, and the reason of `request.signal` once it aborts. */
  fetch(request: Request): Promise<Response>;
  /** MSW handlers for `baseUrl`. */
  readonly handlers: HttpHandler[];
  readonly databases: Readonly<Record<Name, DeclaredDatabase>>;
  /** The page that the databases are in, and that new ones may be made in. */
  readonly rootPageId: string;

  /** The rows of a database as they are now, oldest first; with `inTrash`, those in the trash instead. */
  pages(database: Name, which?: { inTrash: boolean }): ReadablePage[];
  /**
   * The values of the one live page of an activity. Throws when there is none, or more than one. `idColumn` is needed
   * only where your mapping calls the id's column otherwise, and another text column may hold the same.
   */
  page(key: ActivityKey, options?: { idColumn?: string }): Record<string, PlainValue>;
  uploads(): ReadableUpload[];

  /** A person adds a row. */
  addPage(database: Name, values: TypedValues): ReadablePage;
  /** A person edits a row. */
  editPage(pageId: string, values: TypedValues): void;
  trashPage(pageId: string): void;
  restorePage(pageId: string): void;
  /** A person types a toggle at the end of a page, with paragraphs in it. */
  addToggle(pageId: string, heading: string, paragraphs?: readonly string[]): void;
  renameProperty(database: Name, from: string, to: string): void;
  removeProperty(database: Name, name: string): void;
  addProperty(database: Name, name: string, spec: ColumnSpec): void;

  /** Every request so far, without bodies. */
  readonly requests: readonly LoggedRequest[];
  readonly counts: RequestCounts;
  readonly faults: Faults;
  /** Begins the request window anew, as if it had passed: for tests that do not wait for it. */
  renewWindow(): void;
}

/** Requests per minute. Source: developers.notion.com/reference/request-limits. */
const WINDOW_REQUESTS: Readonly<Record<Plan, number>> = { free: 180, plus: 180, business: 600 };

/** Starts an empty workspace with the given databases. */
export function fakeNotion<Name extends string>(options: FakeNotionOptions<Name>): FakeNotion<Name> {
  const { plan = "plus", clock = systemClock, baseUrl = "https://api.notion.com" } = options;
  const { window = { requests: WINDOW_REQUESTS[plan], perMs: 60_000 }, queryLagMs = 0 } = options;
  const random = options.random ?? seededRandom(1);
  const workspace = createWorkspace({ clock, random, plan, baseUrl, queryLagMs });
  const sources = declareDatabases(workspace, options.databases);
  const person = createPerson(workspace, sources);
  const faults = createFaults();
  const log = createRequestLog();
  const requestWindow = window === false ? undefined : createWindow(clock, window);
  const fetch = serve(workspace, {
    token: options.token,
    window: requestWindow,
    latencyMs: options.latencyMs ?? 0,
    faults,
    log,
  });
  const source = (name: Name): DataSource => {
    const found = sources.get(name);
    if (!found)
      throw new Error(`fakeNotion: no database "${name}"; there is ${[...sources.keys()].join(", ")}.`);
    return found;
  };

  return {
    fetch,
    handlers: mswHandlers(baseUrl, fetch),
    databases: declaredDatabases(workspace, sources) as Record<Name, DeclaredDatabase>,
    rootPageId: workspace.rootPageId,

    pages: (database, { inTrash } = { inTrash: false }) =>
      source(database)
        .pageIds.map((id) => workspace.pages.get(id)!)
        .filter((page) => currentVersion(page).inTrash === inTrash)
        .map((page) => readablePage(workspace, page)),
    page: (key, { idColumn } = {}) => plainValues(workspace, findActivity(workspace, key, idColumn)),
    uploads: () => readableUploads(workspace),

    addPage: (database, values) => readablePage(workspace, person.addPage(source(database), values)),
    editPage: person.editPage,
    trashPage: person.trashPage,
    restorePage: person.restorePage,
    addToggle: person.addToggle,
    renameProperty: (database, from, to) => person.renameProperty(source(database), from, to),
    removeProperty: (database, name) => person.removeProperty(source(database), name),
    addProperty: (database, name, spec) => person.addProperty(source(database), name, spec),

    requests: log.requests,
    get counts() {
      return log.counts();
    },
    faults,
    renewWindow: () => requestWindow?.renew(),
  };
}

const declaredDatabases = (
  workspace: Workspace,
  sources: ReadonlyMap<string, DataSource>,
): Record<string, DeclaredDatabase> =>
  Object.fromEntries(
    [...sources].map(([name, { id, databaseId }]) => {
      const url = databaseUrl(findDatabase(workspace, databaseId));
      return [name, { id: databaseId, dataSourceId: id, url }];
    }),
  );

const readableUploads = (workspace: Workspace): ReadableUpload[] =>
  [...workspace.uploads.values()].map((upload) => ({
    id: upload.id,
    filename: upload.filename,
    contentType: upload.contentType,
    status: uploadStatus(workspace, upload),
    attached: upload.attached,
    bytes: uploadBytes(upload),
  }));
