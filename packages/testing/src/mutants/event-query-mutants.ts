import type { EventPage, EventQuery, InboxRow } from "@openphone-notion/core";
import type { MemoryStateData } from "../state/memory-state-data.js";
import { type StateMutant, tamper } from "./state-mutant.js";

/** Changes what is asked for. */
const asking = (worse: (query: EventQuery) => EventQuery): StateMutant["breaks"] => {
  return ({ events }) => ({ events: (query) => events(worse(query)) });
};

/** Changes what is answered. */
const answering = (worse: (page: EventPage, query: EventQuery) => EventPage): StateMutant["breaks"] => {
  return ({ events }) => ({ events: async (query) => worse(await events(query), query) });
};

/** Finds other failed events than the good store does, all on one page. */
const failing = (isFailed: (row: InboxRow, data: MemoryStateData) => boolean): StateMutant["breaks"] => {
  return ({ events }, data) => ({
    events: async (query) => {
      if (!query.failed) return events(query);
      const page = await events({ ...without(query, "failed", "cursor"), limit: 1_000 });
      return { events: page.events.filter((row) => isFailed(row, data)) };
    },
  });
};

/** The query without some of its conditions. */
function without(query: EventQuery, ...names: (keyof EventQuery)[]): EventQuery {
  const rest = { ...query };
  for (const name of names) delete rest[name];
  return rest;
}

const activityOf = ({ key }: InboxRow, data: MemoryStateData) => key && data.activities.get(key);

/** Stores that show the wrong events. */
export const eventQueryMutants: readonly StateMutant[] = [
  {
    name: "lists events oldest first",
    caughtBy: "events/order",
    breaks: answering((page) => ({ ...page, events: page.events.reverse() })),
  },
  {
    name: "lists events by the time of their receipt",
    caughtBy: "events/order",
    breaks: answering((page) => ({
      ...page,
      events: page.events.sort((a, b) => b.receivedAt - a.receivedAt),
    })),
  },
  {
    name: "takes a duplicate for the newest arrival",
    caughtBy: "events/order",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const answers = await receive(events);
        events.forEach(({ id }, index) => {
          const known = data.events.get(id);
          if (!known || answers[index] === "stored") return;
          data.events.delete(id);
          data.events.set(id, known);
        });
        return answers;
      },
    }),
  },
  {
    name: "lists events without paging",
    caughtBy: "events/pages",
    breaks: answering(({ events }) => ({ events })),
  },
  {
    name: "shows the same page of events again and again",
    caughtBy: "events/pages",
    breaks: asking((query) => without(query, "cursor")),
  },
  {
    name: "loses the last event of each page",
    caughtBy: "events/pages",
    breaks: answering((page) =>
      page.cursor === undefined ? page : { ...page, events: page.events.slice(0, -1) },
    ),
  },
  {
    name: "loses the last event of all",
    caughtBy: "events/pages",
    breaks: answering((page, { limit }) =>
      page.cursor === undefined && page.events.length < limit ? { events: page.events.slice(0, -1) } : page,
    ),
  },
  {
    name: "a full last page says that there are more events",
    caughtBy: "events/pages",
    breaks: ({ events }, data) => ({
      events: async (query) => {
        const page = await events(query);
        const last = page.events.at(-1);
        if (!last || page.events.length < query.limit) return page;
        return { ...page, cursor: String(data.events.get(last.id)!.seq) };
      },
    }),
  },
  {
    name: "counts events to find the next page",
    caughtBy: "events/pages: what arrives",
    breaks: ({ events }) => ({
      events: async (query) => {
        const from = Number(query.cursor ?? 0);
        const all = (await events({ ...without(query, "cursor"), limit: 1_000 })).events;
        const to = from + query.limit;
        return { events: all.slice(from, to), ...(to < all.length && { cursor: String(to) }) };
      },
    }),
  },
  {
    name: "ends a list of events after 1,000",
    caughtBy: "many/events",
    breaks: answering((page) => (page.events.length === 1_000 ? { events: page.events } : page)),
  },
  {
    name: "lists events of every activity",
    caughtBy: "events/key",
    breaks: asking((query) => without(query, "key")),
  },
  {
    name: "finds events by the id of the inbox alone",
    caughtBy: "events/id",
    breaks: answering((page, { id }) => ({
      ...page,
      events: page.events.filter((event) => id === undefined || event.id === id),
    })),
  },
  {
    name: "finds events by the sender's id alone",
    caughtBy: "events/id",
    breaks: answering((page, { id }) => ({
      ...page,
      events: page.events.filter((event) => id === undefined || event.eventId === id),
    })),
  },
  {
    name: "finds events by the beginning of an id",
    caughtBy: "events/id",
    breaks: ({ events }) => ({
      events: async (query) => {
        const { id } = query;
        if (id === undefined) return events(query);
        const page = await events({ ...without(query, "id"), limit: 1_000 });
        return { events: page.events.filter(({ eventId, ...row }) => `${eventId} ${row.id}`.includes(id)) };
      },
    }),
  },
  {
    name: "lists every event as failed",
    caughtBy: "events/failed: those",
    breaks: asking((query) => without(query, "failed")),
  },
  {
    name: "lists every event that waits as failed",
    caughtBy: "events/failed: those",
    breaks: failing((row) => row.key !== undefined && row.processedAt === undefined),
  },
  {
    name: "lists events of parked activities alone as failed",
    caughtBy: "events/failed: those",
    breaks: failing(
      (row, data) => row.processedAt === undefined && activityOf(row, data)?.state.status === "parked",
    ),
  },
  {
    name: "lists reflected events of a failing activity as failed",
    caughtBy: "events/failed: also",
    breaks: failing((row, data) => activityOf(row, data)?.state.errorCode !== undefined),
  },
  {
    name: "takes a replay for a success",
    caughtBy: "events/failed: also",
    breaks: failing((row, data) => {
      const state = activityOf(row, data)?.state;
      return row.processedAt === undefined && state?.errorCode !== undefined && state.attempts > 0;
    }),
  },
  {
    name: "a success does not clear what failed",
    caughtBy: "events/failed: also",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        const errorAt = data.activities.get(lease.key)?.state.errorAt;
        await settle(lease, settlement, now);
        if (errorAt !== undefined) tamper(data, lease.key, { errorAt });
      },
    }),
  },
  {
    name: "forgets the conditions after the first page of events",
    caughtBy: "events/failed: page by page",
    breaks: asking((query) => (query.cursor === undefined ? query : without(query, "failed", "key", "id"))),
  },
  {
    name: "takes an event of no activity for reflected",
    caughtBy: "events/row",
    breaks: answering((page) => ({
      ...page,
      events: page.events.map((row) => (row.key ? row : { ...row, processedAt: row.receivedAt })),
    })),
  },
  {
    name: "does not say when an event was reflected",
    caughtBy: "events/row: is",
    breaks: answering((page) => ({
      ...page,
      events: page.events.map(({ processedAt: _, ...row }) => row),
    })),
  },
  {
    name: "an event that is settled again looks newly reflected",
    caughtBy: "events/row: an event that is settled again",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        for (const id of settlement.processedEventIds) {
          const event = data.events.get(id);
          if (event?.processedAt) event.processedAt = now;
        }
      },
    }),
  },
];
