import { canonicalJson, type Json } from "../json.js";
import type { ImportState } from "../ports/state-queries.js";
import type { HistoryParts } from "./history-parts.js";

/** Among this many an unfinished piece of work is looked for. */
const LOOK_BACK = 200;
const KEEP_EVERY_MS = 10_000;

/** What the state store keeps of one long piece of work: enough to show it, and where wanted to go on with it. */
export interface Journal<Kept> {
  /** As it was left, or as it begins. */
  readonly kept: Kept;
  save(status: ImportState["status"], kept: Kept): Promise<void>;
  /** Saves it as running, unless that was done a moment ago. */
  keep(kept: () => Kept): Promise<void>;
  /** Whether `keep` would save now. */
  isDue(): boolean;
}

/** Begins a piece of work, or with `goOn` takes up the newest unfinished one of its kind and an equal request. */
export async function openJournal<Kept>(
  { store, clock, owner }: Pick<HistoryParts, "store" | "clock" | "owner">,
  { kind, request, goOn, fresh }: { kind: ImportState["kind"]; request: Json; goOn: boolean; fresh: Kept },
): Promise<Journal<Kept>> {
  const isOurs = (state: ImportState): boolean =>
    state.kind === kind && state.status !== "done" && canonicalJson(state.request) === canonicalJson(request);
  const unfinished = goOn ? (await store.imports(LOOK_BACK)).find(isOurs) : undefined;
  const startedAt = unfinished?.startedAt ?? clock.now();
  const id = unfinished?.id ?? `${kind}-${new Date(startedAt).toISOString()}-${owner}`;

  let savedAt = Number.NEGATIVE_INFINITY;
  const save: Journal<Kept>["save"] = async (status, kept) => {
    const now = clock.now();
    await store.saveImport({ id, kind, status, startedAt, request, updatedAt: now, progress: kept as Json });
    savedAt = now;
  };
  const isDue = () => clock.now() >= savedAt + KEEP_EVERY_MS;
  return {
    kept: unfinished ? (unfinished.progress as Kept) : fresh,
    save,
    isDue,
    keep: async (kept) => {
      if (isDue()) await save("running", kept());
    },
  };
}
