import type { TranscriptLine } from "../record/activity.js";
import { cleanText, oneLine } from "./clean-text.js";
import { cutAt } from "./cut-text.js";
import { ARRAY_ITEMS, RICH_TEXT_UNITS } from "./notion-limits.js";
import type { RichTextItem } from "./rich-text.js";
import { clockTime } from "./spoken-time.js";

/** A monologue gets another time mark after so many seconds. */
const TURN_SECONDS = 60;
/** Paragraphs that turns are spread over, so that all fit into one request's list of blocks. */
const PARAGRAPHS = 90;

interface Turn {
  start: number;
  speaker: string;
  content: string;
}

/**
 * A transcript to be read: for each turn of a speaker the name in bold, when it began, and what was said. A long one
 * has several turns in a paragraph.
 */
export function dialogueParagraphs(lines: readonly TranscriptLine[]): RichTextItem[][] {
  const turns = turnsOf(lines);
  const turnsPerParagraph = Math.ceil(turns.length / PARAGRAPHS);
  const paragraphs: RichTextItem[][] = [];
  let inLast = turnsPerParagraph;
  for (const turn of turns) {
    const items = turnItems(turn, inLast < turnsPerParagraph ? "\n\n" : "");
    const last = paragraphs.at(-1);
    if (last && inLast < turnsPerParagraph && last.length + items.length <= ARRAY_ITEMS) {
      last.push(...items);
      inLast++;
    } else {
      for (let at = 0; at < items.length; at += ARRAY_ITEMS)
        paragraphs.push(turnItems(turn, "").slice(at, at + ARRAY_ITEMS));
      inLast = 1;
    }
  }
  return paragraphs;
}

function turnsOf(lines: readonly TranscriptLine[]): Turn[] {
  const turns: Turn[] = [];
  for (const { start, speaker, content } of lines) {
    const text = cleanText(content).trim();
    if (text === "") continue;
    const last = turns.at(-1);
    if (last?.speaker === speaker && start - last.start < TURN_SECONDS) last.content += ` ${text}`;
    else turns.push({ start, speaker, content: text });
  }
  return turns;
}

function turnItems({ start, speaker, content }: Turn, before: string): RichTextItem[] {
  const name = oneLine(speaker) || "Speaker";
  const items: RichTextItem[] = [
    {
      type: "text",
      text: { content: before + name.slice(0, cutAt(name, 0, RICH_TEXT_UNITS - 2)) },
      annotations: { bold: true },
    },
    { type: "text", text: { content: `  ${clockTime(start)}\n` }, annotations: { color: "gray" } },
  ];
  for (let at = 0; at < content.length; ) {
    const end = cutAt(content, at, RICH_TEXT_UNITS);
    items.push({ type: "text", text: { content: content.slice(at, end) } });
    at = end;
  }
  return items;
}
