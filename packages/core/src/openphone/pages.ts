import type { Refusal } from "./refusal.js";
import { readPage } from "./responses.js";
import type { Surface } from "./surface.js";
import type { Ask, RouteFamily, Routes } from "./surfaces.js";
import type { Get } from "./transport.js";

const CURSOR_PARAMETER: Record<Surface, string> = { "2026-03-30": "after", v1: "pageToken" };

export type Listing = { surface: Surface; items: unknown[] } | { refusal: Refusal };

/** Every page of a list, from the surface that answered the first one. `totalItems` is documented as wrong and not read. */
export async function listAll(ask: Ask, get: Get, family: RouteFamily, routes: Routes): Promise<Listing> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  let { surface, answer } = await ask(family, routes);
  for (;;) {
    if (!answer.ok) return { refusal: answer.refusal };
    const page = readPage(answer.body);
    items.push(...page.items);
    // A cursor that comes back would go round for ever.
    if (page.cursor === undefined || seen.has(page.cursor)) return { surface, items };
    seen.add(page.cursor);
    const { path, query } = routes[surface];
    answer = await get({ surface, path, query: { ...query, [CURSOR_PARAMETER[surface]]: page.cursor } });
  }
}
