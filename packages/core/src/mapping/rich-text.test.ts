import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitRichText } from "./rich-text.js";

const contents = (text: string) => splitRichText(text).items.map((item) => item.text.content);

/** By way of UTF-8, which cannot say a lone surrogate. */
const wellFormed = (text: string) =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(text));

/** Any UTF-16 text at all, long enough to be cut, with many surrogates, whole and lone. */
const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.constantFrom("\uD83D", "\uDE00", "😀", "e\u0301", "\0", "\r\n"),
      fc.nat(3000).map((length) => "x".repeat(length)),
      fc.nat(1500).map((length) => "😀".repeat(length)),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("splitting rich text", () => {
  test("items and rest together are the text that Notion can show", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { items, rest } = splitRichText(text);
        const whole = items.map((item) => item.text.content).join("") + rest;
        expect(whole).toBe(wellFormed(text.replace(/[\0-\x08\x0B-\x1F\x7F-\x9F]/g, "")));
      }),
    );
  });

  test("no item is empty, longer than 2,000 units or ends inside a surrogate pair", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const content of contents(text)) {
          expect(content.length).toBeGreaterThan(0);
          expect(content.length).toBeLessThanOrEqual(2000);
          expect(content).toBe(wellFormed(content));
        }
      }),
    );
  });

  test("a pair that straddles the limit moves to the next item whole", () => {
    expect(contents(`${"x".repeat(1999)}😀y`)).toEqual(["x".repeat(1999), "😀y"]);
  });

  test("empty text has no items", () => {
    expect(splitRichText("")).toEqual({ items: [], rest: "" });
  });

  test("line breaks and tabs stay; other control characters go; lone surrogates are replaced", () => {
    expect(contents("a\0b\r\n\tc\u007f\u0085 \uD800d \uDC00")).toEqual(["ab\n\tc \uFFFDd \uFFFD"]);
  });

  test("what 100 items do not hold is the rest", () => {
    const { items, rest } = splitRichText(`${"x".repeat(200_000)}tail`);
    expect(items).toHaveLength(100);
    expect(rest).toBe("tail");
  });
});
