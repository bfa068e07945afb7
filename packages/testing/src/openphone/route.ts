import { badRequest } from "./api-error.js";
import type { Query, QueryRules } from "./query-rules.js";

export interface RouteRequest {
  /** A part of the path; its prefix has been checked. */
  id(name: string): string;
  query: Query;
  /** Parsed JSON; `undefined` where none was sent. */
  body: unknown;
}

/** One endpoint. */
export interface Route {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With `:names` for the ids in it. */
  path: string;
  /** First digits of its v1 error codes: 01 calls, 02 messages… */
  family: string;
  query?: QueryRules;
  /** 200 unless given. */
  status?: number;
  /** The body of the answer; `undefined` for an empty one. */
  answer(request: RouteRequest): unknown;
}

const ID_PREFIX: Readonly<Record<string, string>> = {
  callId: "AC",
  messageId: "AC",
  conversationId: "CN",
  phoneNumberId: "PN",
  userId: "US",
  legacyWebhookId: "WH",
};

/** The ids that `path` holds where it fits the route, else `undefined`. */
function matchPath(route: Route, path: string): Map<string, string> | undefined {
  const names = route.path.split("/");
  const parts = path.split("/");
  if (names.length !== parts.length) return undefined;
  const ids = new Map<string, string>();
  for (const [at, name] of names.entries()) {
    const part = decodeURIComponent(parts[at] ?? "");
    if (name.startsWith(":") && part !== "") ids.set(name.slice(1), part);
    else if (name !== part) return undefined;
  }
  return ids;
}

/** The first route that fits, with the ids of the path. */
export function findRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; ids: Map<string, string> } | undefined {
  for (const route of routes) {
    const ids = route.method === method ? matchPath(route, path) : undefined;
    if (ids) return { route, ids };
  }
  return undefined;
}

/** Throws a 400 for an id of the wrong kind; an AI agent's `SY…` as a user is the one met in real life. */
export function checkIds(ids: ReadonlyMap<string, string>): void {
  for (const [name, value] of ids) {
    const prefix = ID_PREFIX[name];
    if (prefix !== undefined && !value.startsWith(prefix)) {
      const message = `Expected string to match '^${prefix}(.*)$'`;
      throw badRequest({ path: `/${name}`, message, value, schema: { type: "string" } });
    }
  }
}
