import type { Clock } from "../ports/clock.js";
import type { ApiRequest } from "./api-request.js";
import { pagesFrom } from "./pages.js";
import { type Refusal, routeMissing } from "./refusal.js";
import { readChanged, readRows, readSingle } from "./responses.js";
import type { ListPage, RestObject, RestRow } from "./rest-object.js";
import type { Surface } from "./surface.js";
import type { Ask, RouteFamily, Routes } from "./surfaces.js";
import type { Send } from "./transport.js";

export interface PagesOptions {
  /** Asks this surface alone. */
  surface?: Surface | undefined;
  /** Rows that the query lets through although they were not meant. */
  isMeant?(row: RestRow, surface: Surface): boolean;
}

/** What the routes are made of. All throw the refusal that they do not answer with `undefined`. */
export interface Api {
  ask: Ask;
  /** `undefined` where the API answered that it has no such thing or cannot tell. */
  single(family: RouteFamily, routes: Routes): Promise<RestObject | undefined>;
  /** Every element of a short list; `undefined` as above. */
  all(family: RouteFamily, routes: Routes): Promise<{ surface: Surface; items: unknown[] } | undefined>;
  /** The same, where nothing is no answer. */
  allOrThrow(family: RouteFamily, routes: Routes): Promise<unknown[]>;
  pages(family: RouteFamily, routes: Routes, options?: PagesOptions): AsyncGenerator<ListPage>;
  /** A change. Answers the body's `data`, where there is one. */
  change(request: ApiRequest): Promise<Record<string, unknown> | undefined>;
  clock: Clock;
}

export interface ApiOptions {
  /** `auto`, or the only surface that may be used. */
  surface: Surface | "auto";
  ask: Ask;
  send: Send;
  clock: Clock;
}

export function createApi({ surface, ask, send, clock }: ApiOptions): Api {
  async function list(family: RouteFamily, routes: Routes) {
    const first = await ask(family, routes);
    if (!first.answer.ok) return { refusal: first.answer.refusal };
    const items: unknown[] = [];
    for await (const page of pagesFrom(first, routes, send)) items.push(...page.items);
    return { surface: first.surface, items };
  }

  return {
    ask,
    clock,

    async single(family, routes) {
      const { surface, answer } = await ask(family, routes);
      if (!answer.ok) return unknownOrThrow(answer.refusal);
      const object = readSingle(answer.body);
      return object && { surface, object };
    },

    async all(family, routes) {
      const found = await list(family, routes);
      return "refusal" in found ? unknownOrThrow(found.refusal) : found;
    },

    async allOrThrow(family, routes) {
      const found = await list(family, routes);
      if ("refusal" in found) throw found.refusal;
      return found.items;
    },

    async *pages(family, routes, { surface: only, isMeant = () => true } = {}) {
      const first = await ask(family, routes, only);
      for await (const { items, isLast } of pagesFrom(first, routes, send)) {
        const rows = readRows(items).filter((row) => isMeant(row, first.surface));
        yield { surface: first.surface, rows, readAt: clock.now(), isLast };
      }
    },

    async change(request) {
      if (surface !== "auto" && surface !== request.surface) throw routeMissing();
      const answer = await send(request);
      if (!answer.ok) throw answer.refusal;
      return readChanged(answer.body);
    },
  };
}

function unknownOrThrow(refusal: Refusal): undefined {
  if (refusal.kind !== "cannot_tell") throw refusal;
}
