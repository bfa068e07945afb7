import stringWidth from "string-width";
import { expect, test } from "vitest";
import { printable } from "./printable.js";
import { createProgressLine } from "./progress-line.js";
import { table } from "./table.js";
import { showDuration } from "./time.js";

/** A stream that only remembers. */
function stream({ isTTY, columns }: { isTTY: boolean; columns?: number }) {
  const written: string[] = [];
  const write = (text: string) => written.push(text) > 0;
  return { written, stream: { isTTY, columns, write } as unknown as NodeJS.WriteStream };
}

test("text from outside moves no cursor and turns no direction", () => {
  expect(printable("a\u001b[2Jb\u009b1mc\u202ed\u2066e\r\nf\tg")).toBe("a�[2Jb�1mc�d�e�\nf  g");
  expect(table(["x"], [["a\u001b]0;title\u0007b\nc"]]).join("")).not.toMatch(/[\u0007\u001b]/);
});

test("a table keeps its columns whatever is written in them, and cuts no character in two", () => {
  const family = "👩‍👩‍👧‍👦";
  const texts = ["plain", family.repeat(30), "日本語".repeat(10), "e\u0301".repeat(50), "a".repeat(44)];
  const [, , ...lines] = table(
    ["text", "end"],
    texts.map((text) => [text, "|"]),
  );
  expect(lines.map((line) => stringWidth(line.slice(0, line.indexOf("|"))))).toEqual(texts.map(() => 46));
  expect(lines.map((line) => line.slice(0, -1).trim())).toEqual([
    "plain",
    `${family.repeat(21)}…`,
    `${"日本語".repeat(7)}…`,
    `${"e\u0301".repeat(43)}…`,
    "a".repeat(44),
  ]);
});

test("on a terminal progress is one line, cut to fit and redrawn at most ten times a second", () => {
  const { written, stream: out } = stream({ isTTY: true, columns: 30 });
  let now = 0;
  const line = createProgressLine(out, () => now);
  for (; now < 1_000; now += 10) line.show(`${now} ${"x".repeat(50)}`);
  expect(written).toHaveLength(10);
  for (const text of written) expect(text.replace("\r\u001b[2K", "")).toHaveLength(29);
  line.clear();
  expect(written.at(-1)).toBe("\r\u001b[2K");
});

test("elsewhere it is a plain line now and then", () => {
  const { written, stream: out } = stream({ isTTY: false });
  let now = 0;
  const line = createProgressLine(out, () => now);
  for (; now < 60_000; now += 1_000) line.show(`at ${now}`);
  line.clear();
  expect(written).toEqual(["at 0\n", "at 30000\n"]);
});

test.each([
  [0, "0 s"],
  [999, "1 s"],
  [61_000, "1 min 1 s"],
  [3_600_000, "1 h"],
  [90_061_000, "1 d 1 h"],
])("%d ms are %s", (ms, shown) => {
  expect(showDuration(ms)).toBe(shown);
});
