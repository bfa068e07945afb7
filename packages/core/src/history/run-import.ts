import type { ActivityKind } from "../key.js";
import type { HistoryPage } from "../openphone/history/history-source.js";
import { sleep } from "../ports/clock.js";
import type { ActivityState } from "../ports/state-store.js";
import { toSyncError } from "../sync-error.js";
import { adoptRows } from "./adopt-rows.js";
import { handOver } from "./hand-over.js";
import { holdingRole } from "./held-role.js";
import type { HistoryParts } from "./history-parts.js";
import { type Planned, planItems } from "./import-plan.js";
import { freshImport, type ImportProgress, type Kept } from "./import-progress.js";
import { type HistoryRequest, rangeOf, requestJson } from "./import-request.js";
import { ImportTally } from "./import-tally.js";
import { type Journal, openJournal } from "./journal.js";
import { kindsElsewhere, noteOldest, type OldestRows } from "./oldest-rows.js";
import { readAhead } from "./read-ahead.js";
import { rehearseImport } from "./rehearse-import.js";

export interface ImportRequest extends HistoryRequest {
  /** Only reads and counts: nothing is written, neither to Notion nor to the state store. */
  dryRun?: boolean;
}

export interface ImportOptions {
  /** Stops after what is under way; the same request goes on later where it was. */
  signal?: AbortSignal;
  /** Called whenever something has changed, at most once a second. */
  onProgress?(progress: ImportProgress): void;
}

export interface ImportOutcome {
  status: "done" | "stopped";
  progress: ImportProgress;
}

/**
 * Activities handed to the engine and not done with. What happens now goes first whatever their number, but links to
 * recordings expire while they wait.
 */
const MOST_WAITING = 1_000;
/** Pages read while rows are still being taken over. */
const PAGES_AHEAD = 4;

/**
 * Brings the past into Notion: takes over the rows that are there, walks OpenPhone's history, and hands to the engine
 * what it does not know. Ends when all of that is written, skipped, trashed or parked, or keeps failing by itself.
 *
 * May be killed at any moment: the same request goes on where it was, even months later, to the end that it had first.
 * Rejects with a `SyncError` for a request that makes no sense, a refused key, and whatever stops all writing (a
 * database that is not shared, that of the contacts included, a full workspace); what was done until then stays, and a second run goes on.
 */
export async function runImport(
  parts: HistoryParts,
  request: ImportRequest,
  { signal, onProgress = () => {} }: ImportOptions = {},
): Promise<ImportOutcome> {
  const range = await rangeOf(parts, request);
  await parts.contacts?.check();
  if (request.dryRun) return rehearseImport(parts, range, { ...(signal ? { signal } : {}), onProgress });
  return holdingRole(parts, "import", signal, async (until) => {
    const journal = await openJournal(parts, {
      ...{ kind: "import", request: requestJson(request), goOn: true },
      fresh: freshImport(range),
    });
    const tally = new ImportTally(parts, journal.kept, onProgress);
    try {
      await work(parts, journal, tally, until);
      return { status: "done", progress: tally.report() };
    } catch (thrown) {
      if (signal?.aborted) {
        await journal.save("running", tally.kept());
        return { status: "stopped", progress: tally.report() };
      }
      const error = toSyncError(thrown);
      // Without the role the journal is another's.
      if (error.code !== "lease_lost") await journal.save("failed", tally.kept()).catch(() => {});
      throw error;
    }
  });
}

async function work(
  parts: HistoryParts,
  journal: Journal<Kept>,
  tally: ImportTally,
  signal: AbortSignal,
): Promise<void> {
  const { range } = tally.progress;
  await journal.save("running", tally.kept());
  const adoptions = adoptAll(parts, journal, tally, signal);
  const pages = readAhead(parts.source.pages(range, tally.memory.cursor), PAGES_AHEAD);
  const oldest: OldestRows = new Map();
  if (!tally.memory.isRead) {
    for await (const page of pages) {
      signal.throwIfAborted();
      await Promise.all(kindsOf(page).map((kind) => adoptions.get(kind)));
      noteOldest(oldest, await takePage(parts, journal, tally, page));
      do await look(journal, tally, { all: false, dropLost: false });
      while (await mustWait(parts, tally, tally.unfinished.size > MOST_WAITING, signal));
    }
  }
  await Promise.all(adoptions.values());
  const elsewhere = await kindsElsewhere(parts, oldest);
  if (elsewhere.length > 0) tally.progress.elsewhere = elsewhere;
  tally.memory.isRead = true;
  tally.progress.phase = "writing";
  await journal.save("running", tally.kept());

  do await look(journal, tally, { all: true, dropLost: true });
  while (await mustWait(parts, tally, tally.unfinished.size > tally.unfinished.left, signal));
  tally.progress.phase = "done";
  await journal.save("done", tally.kept());
  tally.show({ now: true });
}

/** Each database once in an import, all at the same time, and each going on where it was. */
function adoptAll(
  parts: HistoryParts,
  journal: Journal<Kept>,
  tally: ImportTally,
  signal: AbortSignal,
): Map<ActivityKind, Promise<void>> {
  const { memory } = tally;
  const { adopted } = memory;
  const adopt = async (kind: ActivityKind) => {
    await adoptRows(parts, kind, {
      signal,
      mark: memory.adopting?.[kind],
      async onBatch(adoption, mark) {
        memory.adopting = { ...memory.adopting, [kind]: mark };
        tally.addAdoption(adoption);
        // Stopped, the journal is closed by whoever stopped it, and may soon be another's.
        if (!signal.aborted) await journal.keep(tally.kept);
      },
    });
    signal.throwIfAborted();
    adopted.push(kind);
    const { [kind]: _, ...others } = memory.adopting ?? {};
    memory.adopting = others;
    await journal.save("running", tally.kept());
  };
  const adoptions = parts.rows.kinds
    .filter((kind) => !adopted.includes(kind))
    .map((kind) => [kind, adopt(kind)] as const);
  for (const [, adoption] of adoptions) adoption.catch(() => {});
  return new Map(adoptions);
}

async function takePage(
  parts: HistoryParts,
  journal: Journal<Kept>,
  tally: ImportTally,
  page: HistoryPage,
): Promise<Planned[]> {
  const planned = await planItems(parts, page.items, wasSkipped);
  const news = planned.filter(({ isNews }) => isNews);
  tally.expect(planned);
  // Kept with the cursor before this page: after a crash the page is read again, and its activities are known to be ours.
  if (news.length > 0) await journal.save("running", tally.kept());
  await handOver(parts, news);
  tally.turnPage(page, planned);
  return planned;
}

/** Filters and databases may have changed since. */
const wasSkipped = ({ status }: ActivityState): boolean => status === "skipped";

async function look(
  journal: Journal<Kept>,
  tally: ImportTally,
  which: { all: boolean; dropLost: boolean },
): Promise<void> {
  tally.countEnded(await tally.unfinished.takeEnded(which));
  if (tally.unfinished.stoppedBy) throw tally.unfinished.stoppedBy;
  await journal.keep(tally.kept);
  tally.show();
}

async function mustWait(
  { clock }: HistoryParts,
  { unfinished }: ImportTally,
  isNeeded: boolean,
  signal: AbortSignal,
): Promise<boolean> {
  if (isNeeded) await sleep(clock, unfinished.lookAfterMs, signal);
  return isNeeded;
}

const kindsOf = ({ items }: HistoryPage): ActivityKind[] => [...new Set(items.map(({ kind }) => kind))];
