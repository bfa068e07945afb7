import type { Json } from "../json.js";
import { type Block, type BodySection, sectionChunks, toggleBlock } from "../mapping/body.js";
import type { HistoryRow, Intent } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";
import { contentHash } from "./content-hash.js";
import { mayBeGone } from "./page-gone.js";
import type { EngineParts } from "./parts.js";
import type { SectionProgress } from "./progress.js";
import type { Run } from "./run.js";

/** What an append intent says: which chunk of which section was about to be sent, under which heading. */
interface AppendDetail {
  heading: string;
  hash: string;
  chunk: number;
  /** The toggle that the chunk goes into; absent for the first chunk, which brings the toggle along. */
  blockId?: string;
}

/**
 * Brings the page body up to date with text that its properties cannot hold: each section is one toggle of
 * ours. One append per run, so that an unclear outcome concerns one chunk only. Answers whether there is more.
 */
export async function writeSections(
  parts: EngineParts,
  run: Run,
  pageId: string,
  sections: readonly BodySection[],
  action: HistoryRow["action"],
): Promise<boolean> {
  const pending: { section: BodySection; hash: string; chunks: Block[][] }[] = [];
  for (const section of sections) {
    const hash = await contentHash(section.paragraphs);
    const chunks = sectionChunks(section);
    const known = run.progress.sections[section.propertyId];
    if (known?.hash !== hash || known.chunks < chunks.length || known.replaces.length > 0)
      pending.push({ section, hash, chunks });
  }
  const next = pending[0];
  if (!next) return false;
  // A page is settled before its body is begun: a crash then never leaves two intents open.
  if (action === "created") return true;

  const { section, hash, chunks } = next;
  const known = run.progress.sections[section.propertyId];
  const current: SectionProgress = known?.hash === hash ? known : startOver(hash, known);
  run.progress.sections[section.propertyId] = current;
  try {
    const recovered = await recoverAppend(parts, run, pageId, chunks, current);
    if (!recovered && current.chunks < chunks.length)
      await append(parts, run, pageId, section.heading, chunks, current);
  } catch (error) {
    if (!current.blockId || !mayBeGone(error)) throw error;
    // The toggle is no longer there to be gone on with: the text is written whole, in a new one.
    run.progress.sections[section.propertyId] = startOver(hash, current);
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
  heading: string,
  chunks: Block[][],
  current: SectionProgress,
): Promise<void> {
  const chunk = chunks[current.chunks] ?? [];
  const detail: AppendDetail = {
    heading,
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
      const [toggleId] = await parts.notion.appendChildren(pageId, [toggleBlock(heading, chunk)], request);
      if (!toggleId)
        throw new SyncError("notion_outcome_unknown", "Notion named no new block.", { retry: "unknown" });
      return toggleId;
    },
  );
  current.chunks++;
}

/** After an unclear append: whether its chunk is there. Reads by id, which do not lag as queries do. */
async function recoverAppend(
  parts: EngineParts,
  run: Run,
  pageId: string,
  chunks: Block[][],
  current: SectionProgress,
): Promise<boolean> {
  const { intent } = run;
  if (intent?.kind !== "append") return false;
  const detail = intent.detail as unknown as AppendDetail;
  const { clock, timings } = parts;
  const over = clock.now() >= intent.at + (intent.answered ? 0 : timings.requestLifeMs);
  if (detail.hash !== current.hash) {
    // The text has changed since: what was appended then is replaced as a whole.
    const stray = detail.blockId ?? (await findToggle(parts, run, pageId, detail.heading, current.replaces));
    if (!stray && !over) throw stillUnclear(run, intent);
    if (stray && !current.replaces.includes(stray)) current.replaces.push(stray);
    run.intent = undefined;
    return false;
  }
  const blockId = detail.blockId ?? (await findToggle(parts, run, pageId, detail.heading, current.replaces));
  const expected = chunks.slice(0, detail.chunk + 1).reduce((sum, chunk) => sum + chunk.length, 0);
  const there =
    blockId !== undefined && (await parts.notion.children(blockId, run.request())).length >= expected;
  if (!there && !over) throw stillUnclear(run, intent);
  run.intent = undefined;
  if (there) {
    current.blockId = blockId;
    current.chunks = detail.chunk + 1;
  }
  return there;
}

function stillUnclear(run: Run, intent: Intent): SyncError {
  run.intent = { ...intent, lookups: (intent.lookups ?? 0) + 1 };
  return new SyncError("notion_outcome_unknown", "An append had no clear outcome yet.", { retry: "unknown" });
}

/** The newest toggle of the page with this heading that is none of `except`. */
async function findToggle(
  parts: EngineParts,
  run: Run,
  pageId: string,
  heading: string,
  except: readonly string[],
): Promise<string | undefined> {
  const blocks = await parts.notion.children(pageId, run.request());
  return blocks.findLast(
    (block) => !except.includes(block.id) && block.type === "toggle" && headingOf(block) === heading,
  )?.id;
}

function headingOf(block: { [type: string]: unknown }): string {
  const toggle = block.toggle as
    | { rich_text?: { plain_text?: string; text?: { content?: string } }[] }
    | undefined;
  return (toggle?.rich_text ?? []).map((item) => item.plain_text ?? item.text?.content ?? "").join("");
}

async function deleteOurs(parts: EngineParts, run: Run, blockId: string): Promise<void> {
  try {
    await parts.notion.deleteBlock(blockId, run.request());
  } catch (error) {
    if (!mayBeGone(error)) throw error;
  }
}
