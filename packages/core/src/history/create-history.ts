import { createContactIndex } from "../canvas/contact-index.js";
import type { NamedProperties } from "../canvas/contact-properties.js";
import type { MediaArchive, OnTrashed } from "../engine/parts.js";
import { readProgress } from "../engine/progress.js";
import { defaultTimings } from "../engine/settings.js";
import { createTargets, type Databases, type SchemaCache } from "../engine/targets.js";
import { viewActivity } from "../engine/view-activity.js";
import { createWorkspace } from "../engine/workspace.js";
import type { ActivityKind } from "../key.js";
import type { Mapping } from "../mapping/mapping.js";
import type { NotionGateway } from "../notion/gateway.js";
import { sameValue } from "../notion/same-value.js";
import type { OpenPhoneClient } from "../openphone/client.js";
import { createDirectory } from "../openphone/directory.js";
import type { HistorySource } from "../openphone/history/history-source.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { Queue } from "../ports/queue.js";
import type { StateStore } from "../ports/state-store.js";
import type { ReconcileParts } from "./history-parts.js";
import { knownContacts } from "./known-contacts.js";
import { moveRow, rewriteRow } from "./rewrite-row.js";
import { rowViews } from "./row-view.js";
import { createTargetRows } from "./target-rows.js";

/** As the engine's options of the same names; both must be given the same. */
export interface HistoryOptions {
  store: StateStore;
  queue: Queue;
  notion: NotionGateway;
  openphone: OpenPhoneClient;
  source: HistorySource;
  databases: Databases;
  mapping: Mapping;
  media?: Pick<MediaArchive, "link">;
  canvas?: { defaultCountry?: string; properties?: NamedProperties };
  /** Default `leave`. */
  onTrashed?: OnTrashed;
  notionLeft?: () => number | undefined;
  schemas?: SchemaCache;
  clock: Clock;
  logger: Logger;
  owner: string;
}

const KINDS: readonly [ActivityKind, keyof Databases][] = [
  ["call", "calls"],
  ["message", "messages"],
];

/** The parts of import and reconciliation, beside the engine that does the writing. */
export function createHistory(options: HistoryOptions): ReconcileParts {
  const { store, queue, notion, openphone, source, databases, mapping, media, clock, logger, owner } =
    options;
  const { notionLeft } = options;
  const targets = createTargets({
    ...{ notion, store, databases, mapping, clock, logger },
    ...(options.schemas ? { schemas: options.schemas } : {}),
  });
  const directory = createDirectory({ client: openphone, store, clock, logger });
  const workspace = createWorkspace({ notion, store, clock });
  const kinds = KINDS.flatMap(([kind, name]) => (databases[name] ? kind : []));
  const contacts = databases.canvas
    ? knownContacts(
        createContactIndex({
          ...{ notion, store, clock, logger, owner },
          schema: async (priority, maxAgeMs) => (await targets.canvasSchema({ priority }, maxAgeMs))!,
          defaultCountry: options.canvas?.defaultCountry ?? "US",
          ...(options.canvas?.properties ? { properties: options.canvas.properties } : {}),
          queryLagMs: defaultTimings.queryLagMs,
        }),
        { store, clock, logger },
      )
    : undefined;
  return {
    ...{ store, queue, source, openphone, notion, clock, logger, owner },
    rows: createTargetRows(notion, targets, kinds),
    comparedKinds: databases.mail ? [...kinds, "mail"] : kinds,
    view: (record, progress) =>
      viewActivity({ directory, ...(media ? { media } : {}) }, record, readProgress(progress)),
    show: rowViews(targets),
    ...(contacts ? { contacts } : {}),
    ...(notionLeft ? { notionLeft } : {}),
    isOurs: async (createdBy) =>
      createdBy !== undefined && createdBy === (await workspace.get({ priority: "low" })).botId,
    onTrashed: options.onTrashed ?? "leave",
    rewrite: (key, propertyIds) => rewriteRow({ store, clock, owner }, key, propertyIds),
    move: (key, pageId) => moveRow({ store, clock, owner }, key, pageId),
    sameValue: (live, wanted) => sameValue(wanted as never, live) !== false,
  };
}
