import { readIndexState } from "../canvas/index-state.js";
import type { StateStore } from "../ports/state-store.js";
import { columnsCursor } from "./remember-columns.js";
import type { Databases } from "./targets.js";

/**
 * Which data source of a database was used until now, when somebody has given it further ones in Notion: what is remembered
 * of each tells. `undefined` where that is none, or not one.
 */
export async function dataSourceInUse(
  store: Pick<StateStore, "getCursor" | "putCursor">,
  name: keyof Databases,
  dataSourceIds: readonly string[],
): Promise<string | undefined> {
  const used: string[] = [];
  for (const id of dataSourceIds) if (await isUsed(store, name, id)) used.push(id);
  return used.length === 1 ? used[0] : undefined;
}

async function isUsed(
  store: Pick<StateStore, "getCursor" | "putCursor">,
  name: keyof Databases,
  id: string,
): Promise<boolean> {
  if (name !== "canvas") return (await store.getCursor(columnsCursor(id))) !== undefined;
  const { done, underWay } = await readIndexState(store);
  return [done, underWay].some((crawl) => crawl?.signature.includes(id));
}
