import type { Json } from "../json.js";
import { type Block, type BodySection, openingBlock, sectionChunks } from "../mapping/body.js";
import type { HistoryRow, Intent } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";
import { adoptSections } from "./adopt-sections.js";
import { sectionHash } from "./body-along.js";
import { findSection } from "./find-section.js";
import { mayBeGone } from "./page-gone.js";
import type { EngineParts } from "./parts.js";
import type { SectionProgress } from "./progress.js";
import type { Run } from "./run.js";

/** What an append intent says: which chunk of which section was about to be sent, under which heading. */
interface AppendDetail {
  heading: string;
  /** The section is a player. */
  isPlayer?: boolean;
  hash: string;
  chunk: number;
  /** The toggle that the chunk goes into; absent for the first chunk, which brings the section's block along. */
  blockId?: string;
}

/**
 * Brings the page body up to date with what it is to show: each section is one toggle or player of ours. One append per run, so that an unclear outcome concerns one chunk only. Answers whether there is more.
 */
export async function writeSections(
  parts: EngineParts,
  run: Run,
  pageId: string,
  sections: readonly BodySection[],
  action: HistoryRow["action"],
): Promise<boolean> {
  await adoptSections(parts, run, pageId, sections);
  const pending: { section: BodySection; hash: string; chunks: Block[][] }[] = [];
  for (const section of sections) {
    const hash = sectionHash(section);
    const chunks = sectionChunks(section);
    const known = run.progress.sections[section.id];
    if (known?.hash !== hash || known.chunks < chunks.length || known.replaces.length > 0)
      pending.push({ section, hash, chunks });
  }
  const next = pending[0];
  if (!next) return false;
  // A page is settled before its body is begun: a crash then never leaves two intents open.
  if (action === "created") return true;

  const { section, hash, chunks } = next;
  const known = run.progress.sections[section.id];
  if (known && known.hash !== hash && known.chunks > 0 && known.blockId === "") {
    // It came along with the page, which does not tell its id.
    const { botId } = await parts.workspace.get(run.request());
    known.blockId =
      (await findSection(
        parts,
        run,
        pageId,
        { heading: known.heading ?? section.heading, isPlayer: section.audio !== undefined },
        { madeBy: botId },
      )) ?? "";
  }
  const current: SectionProgress = known?.hash === hash ? known : startOver(hash, known);
  run.progress.sections[section.id] = current;
  try {
    const recovered = await recoverAppend(parts, run, pageId, section, chunks, current);
    if (!recovered && current.chunks < chunks.length)
      await append(parts, run, pageId, section, chunks, current);
  } catch (error) {
    if (section.audio && error instanceof SyncError && error.code === "notion_invalid_request") {
      // What it plays is in a column as well. Left out until it plays something else, say an upload.
      parts.logger.warn("media.left_out", { key: run.activity.key, players: true });
      current.chunks = chunks.length;
      return pending.length > 1;
    }
    if (!current.blockId || !mayBeGone(error)) throw error;
    // The toggle is no longer there to be gone on with: the text is written whole, in a new one.
    run.progress.sections[section.id] = startOver(hash, current);
    run.intent = undefined;
    throw new SyncError("notion_conflict", "A body section was taken away while it was written.", {
      retry: "now",
      cause: error,
    });
  }

  const complete = current.chunks >= chunks.length;
  if (complete) {
    for (const blockId of current.replaces) await deleteOurs(parts, run, blockId);
    current.replaces = [];
  }
  return !complete || pending.length > 1;
}

const startOver = (hash: string, known: SectionProgress | undefined): SectionProgress => ({
  hash,
  blockId: "",
  chunks: 0,
  replaces: [...(known?.replaces ?? []), ...(known?.blockId ? [known.blockId] : [])],
});

async function append(
  parts: EngineParts,
  run: Run,
  pageId: string,
  section: BodySection,
  chunks: Block[][],
  current: SectionProgress,
): Promise<void> {
  const chunk = chunks[current.chunks] ?? [];
  const detail: AppendDetail = {
    heading: section.heading,
    ...(section.audio ? { isPlayer: true } : {}),
    hash: current.hash,
    chunk: current.chunks,
    ...(current.blockId ? { blockId: current.blockId } : {}),
  };
  current.blockId = await run.intended(
    { kind: "append", detail: detail as unknown as Json },
    async (request) => {
      if (current.blockId) {
        await parts.notion.appendChildren(current.blockId, chunk, request);
        return current.blockId;
      }
      const [blockId] = await parts.notion.appendChildren(pageId, [openingBlock(section, chunk)], request);
      if (!blockId)
        throw new SyncError("notion_outcome_unknown", "Notion named no new block.", { retry: "unknown" });
      return blockId;
    },
  );
  current.chunks++;
}

/** After an unclear append: whether its chunk is there. Reads by id, which do not lag as queries do. */
async function recoverAppend(
  parts: EngineParts,
  run: Run,
  pageId: string,
  section: BodySection,
  chunks: Block[][],
  current: SectionProgress,
): Promise<boolean> {
  const { intent } = run;
  if (intent?.kind !== "append") return false;
  const detail = intent.detail as unknown as AppendDetail;
  const { clock, timings } = parts;
  const over = clock.now() >= intent.at + (intent.answered ? 0 : timings.requestLifeMs);
  const blockId = detail.blockId ?? (await findAppended(parts, run, pageId, detail, current.replaces));
  if (detail.hash !== current.hash) {
    // The text has changed since: what was appended then is replaced as a whole.
    if (!blockId && !over) throw stillUnclear(run, intent);
    if (blockId && !current.replaces.includes(blockId)) current.replaces.push(blockId);
    run.intent = undefined;
    return false;
  }
  const expected = chunks.slice(0, detail.chunk + 1).reduce((sum, chunk) => sum + chunk.length, 0);
  const there =
    blockId !== undefined &&
    (section.audio !== undefined || (await parts.notion.children(blockId, run.request())).length >= expected);
  if (!there && !over) throw stillUnclear(run, intent);
  run.intent = undefined;
  if (there) {
    current.blockId = blockId;
    current.chunks = detail.chunk + 1;
  }
  return there;
}

/** The section's block, if it is there: where it cannot be told who we are, none is ours. */
async function findAppended(
  parts: EngineParts,
  run: Run,
  pageId: string,
  { heading, isPlayer = false }: AppendDetail,
  except: readonly string[],
): Promise<string | undefined> {
  const { botId } = await parts.workspace.get(run.request());
  return findSection(parts, run, pageId, { heading, isPlayer }, { except, madeBy: botId });
}

function stillUnclear(run: Run, intent: Intent): SyncError {
  run.intent = { ...intent, lookups: (intent.lookups ?? 0) + 1 };
  return new SyncError("notion_outcome_unknown", "An append had no clear outcome yet.", { retry: "unknown" });
}

async function deleteOurs(parts: EngineParts, run: Run, blockId: string): Promise<void> {
  try {
    await parts.notion.deleteBlock(blockId, run.request());
  } catch (error) {
    if (!mayBeGone(error)) throw error;
  }
}
