import type { ActivityPage, ActivityQuery, ActivityState } from "@openphone-notion/core";
import type { StateMutant } from "./state-mutant.js";

/** Changes what is asked for. */
const asking = (worse: (query: ActivityQuery) => ActivityQuery): StateMutant["breaks"] => {
  return ({ activities }) => ({ activities: (query) => activities(worse(query)) });
};

/** Changes what is answered. */
const answering = (
  worse: (page: ActivityPage, query: ActivityQuery) => ActivityPage,
): StateMutant["breaks"] => {
  return ({ activities }) => ({ activities: async (query) => worse(await activities(query), query) });
};

/** The query without some of its conditions. */
function without(query: ActivityQuery, ...names: (keyof ActivityQuery)[]): ActivityQuery {
  const rest = { ...query };
  for (const name of names) delete rest[name];
  return rest;
}

/** Stores that show the wrong activities. */
export const activityQueryMutants: readonly StateMutant[] = [
  {
    name: "lists activities without paging",
    caughtBy: "activities/pages",
    breaks: answering(({ activities }) => ({ activities })),
  },
  {
    name: "shows the same page of activities again and again",
    caughtBy: "activities/pages",
    breaks: asking((query) => without(query, "cursor")),
  },
  {
    name: "loses the last activity of each page",
    caughtBy: "activities/pages",
    breaks: answering((page) =>
      page.cursor === undefined ? page : { ...page, activities: page.activities.slice(0, -1) },
    ),
  },
  {
    name: "loses the last activity of all",
    caughtBy: "activities/pages",
    breaks: answering((page, { limit }) =>
      page.cursor === undefined && page.activities.length < limit
        ? { activities: page.activities.slice(0, -1) }
        : page,
    ),
  },
  {
    name: "a full last page says that there are more activities",
    caughtBy: "activities/pages: together",
    breaks: answering((page, { limit }) => {
      const last = page.activities.at(-1);
      return last && page.activities.length === limit ? { ...page, cursor: last.key } : page;
    }),
  },
  {
    name: "begins each page of activities with the last of the one before",
    caughtBy: "activities/pages",
    breaks: ({ activities, activity }) => ({
      activities: async (query) => {
        const page = await activities({ ...query, limit: Math.max(1, query.limit - 1) });
        const before = query.cursor && (await activity(query.cursor as ActivityState["key"]));
        return before ? { ...page, activities: [before, ...page.activities] } : page;
      },
    }),
  },
  {
    name: "counts activities to find the next page",
    caughtBy: "activities/pages: what comes",
    breaks: ({ activities }) => ({
      activities: async (query) => {
        const from = Number(query.cursor ?? 0);
        const all = (await activities({ ...without(query, "cursor"), limit: 1_000 })).activities;
        const to = from + query.limit;
        return { activities: all.slice(from, to), ...(to < all.length && { cursor: String(to) }) };
      },
    }),
  },
  {
    name: "lists activities in the order of their arrival",
    caughtBy: "activities/order",
    breaks: ({ activities }, data) => ({
      activities: async (query) => {
        const page = await activities(query);
        const order = [...data.activities.keys()];
        page.activities.sort((a, b) => order.indexOf(a.key) - order.indexOf(b.key));
        return page;
      },
    }),
  },
  {
    name: "lists activities regardless of case",
    caughtBy: "activities/order",
    breaks: answering((page) => ({
      ...page,
      activities: page.activities.sort((a, b) => (a.key.toLowerCase() < b.key.toLowerCase() ? -1 : 1)),
    })),
  },
  {
    name: "lists activities without their records",
    caughtBy: "activities/row",
    breaks: answering((page) => ({
      ...page,
      activities: page.activities.map(({ record: _, ...activity }) => activity),
    })),
  },
  {
    name: "lists activities of every kind",
    caughtBy: "activities/kind",
    breaks: asking((query) => without(query, "kind")),
  },
  {
    name: "lists activities of the first status alone",
    caughtBy: "activities/kind and status",
    breaks: asking((query) => ({
      ...query,
      ...(query.statuses && { statuses: query.statuses.slice(0, 1) }),
    })),
  },
  {
    name: "takes no status for every status",
    caughtBy: "activities/kind and status",
    breaks: asking((query) => (query.statuses?.length === 0 ? without(query, "statuses") : query)),
  },
  {
    name: "takes no key for every key",
    caughtBy: "activities/keys",
    breaks: asking((query) => (query.keys?.length === 0 ? without(query, "keys") : query)),
  },
  {
    name: "lists a key as often as it is named",
    caughtBy: "activities/keys",
    breaks: answering((page, { keys }) =>
      keys
        ? { ...page, activities: keys.flatMap((key) => page.activities.filter((found) => found.key === key)) }
        : page,
    ),
  },
  {
    name: "lists activities updated after the given time alone",
    caughtBy: "activities/updated",
    breaks: asking((query) => ({
      ...query,
      ...(query.updatedSince !== undefined && { updatedSince: query.updatedSince + 1 }),
    })),
  },
  {
    name: "lists activities updated whenever",
    caughtBy: "activities/updated",
    breaks: asking((query) => without(query, "updatedSince")),
  },
  {
    name: "forgets the conditions after the first page of activities",
    caughtBy: "activities/conditions",
    breaks: asking((query) =>
      query.cursor === undefined ? query : without(query, "kind", "statuses", "updatedSince"),
    ),
  },
  {
    name: "joins the conditions on activities by or",
    caughtBy: "activities/conditions",
    breaks: asking((query) => (query.statuses ? without(query, "keys") : query)),
  },
  {
    name: "looks for the first 1,000 of the named activities",
    caughtBy: "many/activities",
    breaks: asking((query) => ({ ...query, ...(query.keys && { keys: query.keys.slice(0, 1_000) }) })),
  },
  {
    name: "ends a list of activities after 1,000",
    caughtBy: "many/activities",
    breaks: answering((page) => (page.activities.length === 1_000 ? { activities: page.activities } : page)),
  },
  {
    name: "answers as many activities as it is asked for",
    caughtBy: "many/activities",
    breaks: ({ activities }) => ({
      activities: async (query) => {
        const page = await activities(query);
        if (query.limit <= 1_000 || page.cursor === undefined) return page;
        const next = await activities({ ...query, cursor: page.cursor });
        return { ...next, activities: [...page.activities, ...next.activities] };
      },
    }),
  },
];
