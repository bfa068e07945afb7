import type { StateStore } from "../ports/state-store.js";

/** Imports among which the earliest beginning is looked for. */
const LOOK_BACK = 200;
/** Where the history that Notion is to show begins, in milliseconds since the epoch. */
const BEGINNING = "history:beginning";

/** The earliest beginning of an import there ever was; without one, when this was first asked. */
export async function historyBeginning(
  store: Pick<StateStore, "imports" | "putCursor">,
  now: number,
): Promise<number> {
  const known = Number(await store.putCursor(BEGINNING, String(now), { ifAbsent: true }));
  const imports = (await store.imports(LOOK_BACK)).filter(({ kind }) => kind === "import");
  const begun = imports.flatMap(({ request }) => {
    const { since } = (request ?? {}) as { since?: unknown };
    return typeof since === "number" ? since : [];
  });
  const earliest = Math.min(known, ...begun);
  if (earliest < known) await store.putCursor(BEGINNING, String(earliest));
  return earliest;
}
