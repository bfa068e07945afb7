import type { Clock } from "@openphone-notion/core";

/** One column of a fake database. */
export interface ColumnSpec {
  /** Notion's property type: `title`, `rich_text`, `phone_number`, `relation`… An unknown one is refused at the start. */
  type: string;
  /** Option names that a `select`, `multi_select` or `status` column starts with. */
  options?: readonly string[];
  /**
   * For a `relation`: the name of the database it points to. Left out, it is the one called `canvas`, or the
   * database itself where there is none.
   */
  to?: string;
  /** For a `relation`: the name of the column on the other side that mirrors it. It is added if not declared there. */
  dual?: string;
}

/** Columns by name. Exactly one must be the `title`. */
export type ColumnSpecs = Readonly<Record<string, ColumnSpec>>;

/** What a workspace pays for: it decides the request window, the size of uploads and the limit of blocks. */
export type Plan = "free" | "plus" | "business";

/** The workspace as a test begins with it. Only `databases` are needed. */
export interface FakeNotionOptions<Name extends string = string> {
  /** The databases of the workspace, by a short name that the test uses to speak of them. */
  databases: Readonly<Record<Name, ColumnSpecs>>;
  /** The one accepted bearer token. Default: any non-empty token is accepted. */
  token?: string;
  /** Default: `systemClock`. */
  clock?: Clock;
  /** Source of ids, in [0, 1). Default: a seeded generator, so that every run gets the same ids. */
  random?: () => number;
  /** Origin that `handlers` answer for and that upload URLs start with. Default: `https://api.notion.com`. */
  baseUrl?: string;
  /** How long a write stays unseen by queries and search. Default: 0. */
  queryLagMs?: number;
  /**
   * The fixed request window. Default: 180 requests (600 on `business`) in 60 s; `false` switches it off.
   * Source: developers.notion.com/reference/request-limits.
   */
  window?: { requests: number; perMs: number } | false;
  /** Sets the window, the upload limits and, for `free`, the 1,000-block limit. Default: `plus`. */
  plan?: Plan;
  /** How long every request travels before Notion looks at it. Default: 0. */
  latencyMs?: number;
}
