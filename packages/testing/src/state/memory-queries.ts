import type {
  ActivityKey,
  ActivityPage,
  ActivityQuery,
  EventPage,
  EventQuery,
  ImportState,
  InboxRow,
  PastRun,
} from "@openphone-notion/core";
import type { MemoryEvent, MemoryStateData } from "./memory-state-data.js";

const MOST_ROWS = 1_000;

export function activityPage(data: MemoryStateData, query: ActivityQuery): ActivityPage {
  const { keys, kind, statuses, updatedSince = Number.NEGATIVE_INFINITY, cursor } = query;
  const named = keys
    ? [...new Set(keys)].flatMap((key) => data.activities.get(key) ?? [])
    : [...data.activities.values()];
  const matching = named
    .map(({ state }) => state)
    .filter(
      (state) =>
        (kind === undefined || state.kind === kind) &&
        (statuses?.includes(state.status) ?? true) &&
        state.updatedAt >= updatedSince &&
        (cursor === undefined || state.key > cursor),
    )
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const { page, ...next } = pageOf(matching, query.limit, ({ key }) => key);
  return { activities: page, ...next };
}

export function eventPage(data: MemoryStateData, query: EventQuery): EventPage {
  const { key, id, failed = false, cursor } = query;
  const matching = [...data.events.values()]
    .filter(
      (event) =>
        (key === undefined || event.key === key) &&
        (id === undefined || event.id === id || event.eventId === id) &&
        (!failed || isFailing(data, event)) &&
        (cursor === undefined || event.seq < Number(cursor)),
    )
    .reverse();
  const { page, ...next } = pageOf(matching, query.limit, ({ seq }) => String(seq));
  return { events: page.map(inboxRowOf), ...next };
}

export const lastRuns = ({ history }: MemoryStateData, key: ActivityKey, limit: number): PastRun[] =>
  (history.get(key) ?? []).toReversed().slice(0, limit);

export const newestImports = ({ imports }: MemoryStateData, limit: number): ImportState[] =>
  [...imports.values()].sort((a, b) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1)).slice(0, limit);

const isFailing = ({ activities }: MemoryStateData, { key, processed }: MemoryEvent): boolean =>
  key !== undefined && !processed && activities.get(key)?.state.errorAt !== undefined;

const inboxRowOf = (event: MemoryEvent): InboxRow => {
  const { id, eventId, type, system, key, body, receivedAt, processedAt } = event;
  return {
    ...{ id, eventId, type, system, body, receivedAt },
    ...(key !== undefined && { key }),
    ...(processedAt !== undefined && { processedAt }),
  };
};

function pageOf<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => string) {
  const page = rows.slice(0, Math.min(limit, MOST_ROWS));
  const last = page.at(-1);
  return { page, ...(rows.length > page.length && last !== undefined && { cursor: cursorOf(last) }) };
}
