import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Block, sectionChunks, splitParagraphs, toggleBlock } from "./body.js";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

const contentOf = (blocks: readonly Block[]) =>
  blocks
    .flatMap((block) => (block.type === "paragraph" ? block.paragraph.rich_text : []))
    .map((item) => item.text.content)
    .join("");

describe("a body section", () => {
  test("is a toggle with its heading and paragraphs", () => {
    const [chunk = []] = sectionChunks({ paragraphs: ["One\n", "Two"] });
    expect(toggleBlock("Transcript, continued", chunk)).toEqual({
      type: "toggle",
      toggle: {
        rich_text: [{ type: "text", text: { content: "Transcript, continued" } }],
        children: [
          { type: "paragraph", paragraph: { rich_text: [{ type: "text", text: { content: "One\n" } }] } },
          { type: "paragraph", paragraph: { rich_text: [{ type: "text", text: { content: "Two" } }] } },
        ],
      },
    });
  });

  test("is cut into chunks of at most 100 blocks", () => {
    const paragraphs = Array.from({ length: 250 }, (_, index) => `${index} `);
    expect(sectionChunks({ paragraphs }).map((chunk) => chunk.length)).toEqual([100, 100, 50]);
  });

  test("without paragraphs has no chunks", () => {
    expect(sectionChunks({ paragraphs: [] })).toEqual([]);
  });

  test("keeps every chunk below 300 KB, and all of the text in order", () => {
    const unit = fc.constantFrom("x", "漢", "😀", "\n", '"', "line of text\n");
    const text = fc
      .array(
        fc.tuple(unit, fc.nat(60_000)).map(([part, times]) => part.repeat(times)),
        { maxLength: 8 },
      )
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(text, (whole) => {
        const chunks = sectionChunks({ paragraphs: splitParagraphs(whole) });
        for (const chunk of chunks) {
          expect(chunk.length).toBeLessThanOrEqual(100);
          expect(bytes(chunk)).toBeLessThan(300_000);
        }
        expect(contentOf(chunks.flat()) === whole).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
