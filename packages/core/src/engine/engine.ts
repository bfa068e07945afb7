import { type Canvas, createCanvas } from "../canvas/canvas.js";
import { createContactIndex } from "../canvas/contact-index.js";
import type { NamedProperties } from "../canvas/contact-properties.js";
import { countryCode } from "../canvas/country.js";
import { createContactCreator } from "../canvas/missing/contact-creator.js";
import { createContactNames } from "../canvas/missing/contact-names.js";
import type { NewContactTemplate } from "../canvas/missing/new-contact.js";
import { tellContact } from "../canvas/missing/tell-contact.js";
import { type CanvasPolicy, createCanvasResolver } from "../canvas/resolver.js";
import type { ActivityKey } from "../key.js";
import { createIngestMail, type IngestMail, type MailOptions } from "../mail/ingest-mail.js";
import { type Filter, keepAll } from "../mapping/filter.js";
import type { Mapping } from "../mapping/mapping.js";
import type { NotionGateway } from "../notion/gateway.js";
import { createNotionWebhook, type NotionWebhook } from "../notion-webhook/notion-webhook.js";
import type { OpenPhoneClient } from "../openphone/client.js";
import { createDirectory } from "../openphone/directory.js";
import { type Alert, type Alerts, noAlerts } from "../ports/alerts.js";
import { type Clock, systemClock } from "../ports/clock.js";
import { type Logger, silentLogger } from "../ports/logger.js";
import type { Queue, QueueConsumer } from "../ports/queue.js";
import type { StateStore } from "../ports/state-store.js";
import { emptyDirectory } from "../record/directory.js";
import { createConsumer } from "./consumer.js";
import type { Failpoints } from "./failpoints.js";
import { createIngest, type Ingest } from "./ingest.js";
import { parkActivity } from "./park-activity.js";
import type { EngineParts, MediaArchive, OnTrashed, PageBodySetting } from "./parts.js";
import { Pauses } from "./pauses.js";
import { resume } from "./resume.js";
import { defaultTimings, type EngineTimings } from "./settings.js";
import { createSlots } from "./slots.js";
import { type SweepOptions, sweep } from "./sweep.js";
import { createTargets, type Databases, type SchemaCache } from "./targets.js";
import { createWorkspace } from "./workspace.js";

/** Downloads at once (urgent ones aside), fewer than there are workers: rows are not to wait for files. */
const MAX_DOWNLOADS = 4;

/** What an engine is bound to, and how it is to behave. */
export interface EngineOptions {
  store: StateStore;
  queue: Queue;
  notion: NotionGateway;
  databases: Databases;
  mapping: Mapping;
  /** Webhook signing secrets: legacy base64 keys and/or `whsec_…`. */
  webhookSecrets: readonly string[] | (() => readonly string[]);
  allowUnsigned?: boolean;
  /** Absent: records stay as the webhooks tell them, names as ids. */
  openphone?: OpenPhoneClient;
  /** Absent: files are not archived, and Notion shows no link to them. */
  media?: MediaArchive;
  filter?: Filter;
  /** Whether an activity whose page the user threw away gets another with its next news. Default `leave`. */
  onTrashed?: OnTrashed;
  /** Whether page bodies show players and transcripts. Default `auto`. */
  pageBody?: PageBodySetting;
  canvas?: {
    /** Which contact to link when several share a number. Default `oldest`. */
    policy?: CanvasPolicy;
    /** For numbers written without a country code, e.g. `US` (the default). */
    defaultCountry?: string;
    /** Names of the contact database's properties; those of a kind that is absent are found by type and name. */
    properties?: NamedProperties;
    /** Make contacts for numbers and addresses that none has; an object adds columns. Default `false`. */
    createMissing?: boolean | NewContactTemplate;
  };
  mail?: MailOptions;
  /** Verification token of Notion's webhooks; without it the one that a handshake gives. */
  notionWebhookToken?: string;
  timings?: Partial<EngineTimings>;
  /** For workers that live shortly. */
  schemas?: SchemaCache;
  keepAlive?(work: Promise<unknown>): void;
  alerts?: Alerts;
  clock?: Clock;
  random?: () => number;
  logger?: Logger;
  /** For tests of what happens when a worker dies between two steps. */
  failpoint?: Failpoints;
  /** Names this worker in leases; must differ between workers. */
  owner: string;
}

/** The sync engine of one connection: an ingress, a queue consumer and a sweeper over shared state. */
export interface Engine {
  ingest: Ingest;
  ingestMail: IngestMail;
  consume: QueueConsumer;
  /** Re-sends due keys; to be called every few seconds. */
  sweep(options?: SweepOptions): Promise<number>;
  /** The first sweep of a worker that begins: also takes up at once what a token, a plan or a database had stopped. */
  resume(): Promise<number>;
  /** Keeps contacts and the links to them up to date. Absent where no contact database is set. */
  canvas?: Canvas;
  /** Parks an activity whose message the queue has given up. */
  park(key: ActivityKey, cause: Pick<Alert, "code" | "message">): Promise<"parked" | "busy" | "absent">;
  /** What Notion tells of contacts by webhook. Absent where no contact database is set. */
  notionWebhook?: NotionWebhook;
  /** The error code that all work is stopped for, if it is. */
  pausedFor(): string | undefined;
}

/**
 * Puts an engine together. It begins nothing by itself: a web route calls `ingest`, a queue `consume`, a schedule
 * `sweep`.
 */
export function createEngine(options: EngineOptions): Engine {
  const { store, queue, notion, databases, mapping, openphone, media, webhookSecrets } = options;
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? silentLogger;
  const alerts = options.alerts ?? noAlerts;
  const timings = { ...defaultTimings, ...options.timings };
  const targets = createTargets({
    ...{ notion, store, databases, mapping, clock, logger },
    ...(options.schemas ? { schemas: options.schemas } : {}),
  });
  const defaultCountry = options.canvas?.defaultCountry ?? "US";
  const index = databases.canvas
    ? createContactIndex({
        ...{ notion, store, clock, logger, owner: options.owner },
        schema: async (priority, maxAgeMs) => (await targets.canvasSchema({ priority }, maxAgeMs))!,
        defaultCountry,
        ...(options.canvas?.properties ? { properties: options.canvas.properties } : {}),
        queryLagMs: timings.queryLagMs,
      })
    : undefined;
  const tell = () => sweep({ store, queue, clock });
  const createMissing = options.canvas?.createMissing ?? false;
  const country = index && countryCode(defaultCountry);
  const names =
    openphone && country && createContactNames({ client: openphone, store, clock, logger, country });
  const creator =
    index && createMissing !== false
      ? createContactCreator({
          ...{ notion, index, store, clock, logger, random: options.random ?? Math.random },
          ...{ queryLagMs: timings.queryLagMs, requestLifeMs: timings.requestLifeMs },
          schema: async () => (await targets.canvasSchema({ priority: "standard" }))!,
          template: createMissing === true ? {} : createMissing,
          ...(names ? { nameOf: names.nameOf } : {}),
          owner: options.owner,
        })
      : undefined;

  const parts: EngineParts = {
    store,
    notion,
    targets,
    filter: options.filter ?? keepAll,
    onTrashed: options.onTrashed ?? "leave",
    pageBody: options.pageBody ?? "auto",
    workspace: createWorkspace({ notion, store, clock }),
    directory: openphone
      ? createDirectory({ client: openphone, store, clock, logger })
      : { load: async () => emptyDirectory },
    ...(openphone ? { openphone } : {}),
    ...(index
      ? { canvas: createCanvasResolver({ index, creator, policy: options.canvas?.policy ?? "oldest" }) }
      : {}),
    ...(creator ? { createsContacts: true } : {}),
    ...(media ? { media } : {}),
    downloads: createSlots(MAX_DOWNLOADS, clock),
    pauses: new Pauses(clock, alerts),
    alerts,
    clock,
    random: options.random ?? Math.random,
    logger,
    timings,
    ...(options.failpoint ? { failpoint: options.failpoint } : {}),
    owner: options.owner,
  };

  const canvas = index && createCanvas({ index, store, clock, tell });

  return {
    ingest: createIngest({
      ...{ store, queue, clock, logger, timings },
      ...(creator && names
        ? { contactTold: (event) => tellContact(event, { names, creator, country, logger }) }
        : {}),
      secrets: typeof webhookSecrets === "function" ? webhookSecrets : () => webhookSecrets,
      ...(options.allowUnsigned ? { allowUnsigned: true } : {}),
      ...(options.failpoint ? { failpoint: options.failpoint } : {}),
    }),
    ingestMail: createIngestMail({
      ...{ store, queue, clock, logger, ...options.mail },
      ...(media ? { archiver: media.archiver } : {}),
    }),
    consume: createConsumer(parts),
    sweep: (only) => sweep({ store, queue, clock }, only),
    resume: () => resume({ store, queue, clock }),
    park: (key, cause) => parkActivity(parts, key, cause),
    ...(canvas
      ? {
          canvas,
          notionWebhook: createNotionWebhook({
            ...{ store, canvas, clock, alerts, logger },
            ...(options.keepAlive ? { keepAlive: options.keepAlive } : {}),
            ...(options.notionWebhookToken ? { token: options.notionWebhookToken } : {}),
            contacts: async () => (await targets.canvasSchema({ priority: "critical" }))!.dataSourceId,
          }),
        }
      : {}),
    pausedFor: () => parts.pauses.cause,
  };
}
