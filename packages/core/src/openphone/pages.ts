import { readPage } from "./responses.js";
import type { Surface } from "./surface.js";
import type { Routes } from "./surfaces.js";
import type { ApiAnswer, Send } from "./transport.js";

const CURSOR_PARAMETER: Record<Surface, string> = { "2026-03-30": "after", v1: "pageToken" };

export interface AnsweredPage {
  items: unknown[];
  isLast: boolean;
}

/**
 * Every page of a list, from the surface that gave the first answer. `totalItems` is documented as wrong and
 * not read. Throws the refusal of a page.
 */
export async function* pagesFrom(
  first: { surface: Surface; answer: ApiAnswer },
  routes: Routes,
  send: Send,
): AsyncGenerator<AnsweredPage> {
  const { surface } = first;
  const route = routes[surface];
  const seen = new Set<string>();
  for (let { answer } = first; ; ) {
    if (!answer.ok) throw answer.refusal;
    const { items, cursor } = readPage(answer.body);
    // A cursor that comes back would go round for ever.
    const isLast = cursor === undefined || seen.has(cursor);
    yield { items, isLast };
    if (isLast || !route) return;
    seen.add(cursor);
    const query = { ...route.query, [CURSOR_PARAMETER[surface]]: cursor };
    answer = await send({ surface, path: route.path, query });
  }
}
