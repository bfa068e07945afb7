import type { ImportState } from "../ports/state-queries.js";
import type { StateStore } from "../ports/state-store.js";

/** Imports among which the earliest beginning is looked for. */
const LOOK_BACK = 200;
/** Where the history that Notion is to show begins, in milliseconds since the epoch. */
const BEGINNING = "history:beginning";

/** The earliest beginning of an import of everything there ever was; without one, when this was first asked. */
export async function historyBeginning(
  store: Pick<StateStore, "imports" | "putCursor">,
  now: number,
): Promise<number> {
  const known = Number(await store.putCursor(BEGINNING, String(now), { ifAbsent: true }));
  const earliest = Math.min(known, ...(await store.imports(LOOK_BACK)).flatMap(beginningOf));
  if (earliest < known) await store.putCursor(BEGINNING, String(earliest));
  return earliest;
}

/** Who imports certain numbers, or up to a certain day, does not want the rest of that time in Notion. */
function beginningOf({ kind, request, startedAt }: ImportState): number[] {
  const { since, until, phoneNumbers } = (request ?? {}) as Record<string, unknown>;
  const isLimited = phoneNumbers !== undefined || Number(until) < startedAt;
  return kind === "import" && !isLimited && typeof since === "number" ? [since] : [];
}
