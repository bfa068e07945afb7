import type { Block, BodySection } from "../mapping/body.js";
import { sectionChunks } from "../mapping/body.js";
import type { NotionBlock } from "../notion/gateway.js";
import { sectionHash } from "./body-along.js";
import { isMadeBy, mayBeSection, textOf } from "./find-section.js";
import type { EngineParts } from "./parts.js";
import type { Run } from "./run.js";

/**
 * Notes what an adopted page already shows of `sections`: what is the same is not written again, and what is not goes when
 * its successor is there, as do further copies. Blocks that somebody else made are left alone. One request for the page,
 * and one for each toggle of ours that is found.
 */
export async function adoptSections(
  parts: EngineParts,
  run: Run,
  pageId: string,
  sections: readonly BodySection[],
): Promise<void> {
  const unknown = sections.filter(({ id }) => !run.progress.sections[id]);
  if (!run.progress.isAdopted || unknown.length === 0) return;
  const { botId } = await parts.workspace.get(run.request());
  const blocks = (await parts.notion.children(pageId, run.request())).filter((block) =>
    isMadeBy(block, botId),
  );
  for (const section of unknown) {
    const wanted = { heading: section.heading, isPlayer: section.audio !== undefined };
    const ours = blocks.filter((block) => mayBeSection(block, wanted));
    const newest = ours.at(-1);
    if (!newest) continue;
    const isSame = await shows(parts, run, newest, section);
    run.progress.sections[section.id] = {
      hash: isSame ? sectionHash(section) : "",
      blockId: newest.id,
      chunks: isSame ? sectionChunks(section).length : 1,
      replaces: ours.slice(0, -1).map(({ id }) => id),
    };
  }
}

/** Whether a block of ours says what the section says, wholly. */
async function shows(
  parts: EngineParts,
  run: Run,
  block: NotionBlock,
  { audio, paragraphs }: BodySection,
): Promise<boolean> {
  if (audio) {
    const { external } = block.audio as { external?: { url?: string } };
    return "url" in audio && external?.url === audio.url;
  }
  const written = await parts.notion.children(block.id, run.request());
  const meant = sectionChunks({ paragraphs }).flat();
  return written.length === meant.length && written.every((each, at) => textOf(each) === wordsOf(meant[at]));
}

const wordsOf = (block: Block | undefined): string =>
  block?.type === "paragraph" ? block.paragraph.rich_text.map(({ text }) => text.content).join("") : "";
