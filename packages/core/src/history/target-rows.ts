import type { Targets } from "../engine/targets.js";
import { type ActivityKey, type ActivityKind, activityKey } from "../key.js";
import { type CrawlCursor, crawlRows } from "../notion/crawl-rows.js";
import type { NotionGateway, NotionPage } from "../notion/gateway.js";
import { rowId } from "../notion/row-id.js";
import { SyncError } from "../sync-error.js";

/** A row of a target database that carries the id of an activity. */
export interface TargetRow {
  key: ActivityKey;
  pageId: string;
  /** Id of the Notion user or bot that made it. */
  createdBy?: string;
  /** As the query answered it. */
  page: NotionPage;
}

export interface TargetRowsQuery {
  /** Only rows made at or after it; milliseconds since the epoch. */
  createdSince?: number;
  /** With all their values; else with the id alone. */
  whole?: boolean;
  /** Goes on after the rows that it came with. */
  cursor?: CrawlCursor;
}

export interface TargetRowBatch {
  rows: readonly TargetRow[];
  /** Once these rows are dealt with, where to go on from after a restart. */
  cursor: CrawlCursor;
}

/** The databases that activities are written to, read row by row. */
export interface TargetRows {
  /** The kinds that have a database. */
  readonly kinds: readonly ActivityKind[];
  /** Every live row that carries an id, oldest first, 100 a request. Rejects where the database has no id column. */
  crawl(kind: ActivityKind, query?: TargetRowsQuery): AsyncIterable<TargetRowBatch>;
  /** Whether a page lies in another database than the one that its kind is written to now. */
  isElsewhere(kind: ActivityKind, page: Pick<NotionPage, "parent">): Promise<boolean>;
}

export function createTargetRows(
  notion: Pick<NotionGateway, "query">,
  targets: Pick<Targets, "target">,
  kinds: readonly ActivityKind[],
): TargetRows {
  const request = { priority: "low" } as const;
  return {
    kinds,
    async *crawl(kind, { createdSince, whole = false, cursor: from } = {}) {
      const target = await targets.target(kind, request);
      if (!target) return;
      const { idProperty, schema } = target;
      if (!idProperty) throw withoutId(kind);
      const query = {
        dataSourceId: schema.dataSourceId,
        ...(whole ? {} : { properties: [idProperty.id] }),
        ...(createdSince === undefined ? {} : { since: createdSince }),
        ...(from ? { cursor: from } : {}),
      };
      for await (const { rows: pages, cursor } of crawlRows(notion, query, request)) {
        const rows = pages.flatMap((page): TargetRow[] => {
          const id = rowId(page, idProperty);
          const createdBy = page.created_by?.id;
          if (id === undefined) return [];
          const key = activityKey(kind, id);
          return [{ key, pageId: page.id, page, ...(createdBy === undefined ? {} : { createdBy }) }];
        });
        yield { rows, cursor };
      }
    },
    async isElsewhere(kind, { parent }) {
      const wanted = (await targets.target(kind, request))?.schema.dataSourceId;
      return wanted !== undefined && (parent?.data_source_id ?? wanted) !== wanted;
    },
  };
}

const withoutId = (kind: ActivityKind): SyncError =>
  new SyncError(
    "invalid_configuration",
    `The database for each ${kind} has no id column (see the mapping), so its rows cannot be told apart. Add it as a text column.`,
    { retry: "never" },
  );
