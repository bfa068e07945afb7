import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter(
  (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.endsWith(".d.ts"),
);

/** What the core may import: libraries that run in workerd and in Node. */
const LIBRARIES = [
  "@noble/hashes/hmac.js",
  "@noble/hashes/legacy.js",
  "@noble/hashes/sha2.js",
  "@noble/hashes/utils.js",
  "@notionhq/client",
  "bottleneck/light.js",
  "html-to-text",
  "ipaddr.js",
  "libphonenumber-js/min",
  "postal-mime",
  "zod",
];

const PLATFORM_GLOBAL = /\b(?:process\.|Buffer\.|__dirname|Deno\.|Bun\.).*/;

const importsOf = (code: string): string[] =>
  [...code.matchAll(/(?:\bfrom\s+|(?<!["'])\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"']+)["']/g)].map(
    (match) => match[1]!,
  );

describe("the core is pure", () => {
  test("the check sees the sources", () => expect(sources.length).toBeGreaterThan(100));

  test.each(sources)("%s", (file) => {
    const code = readFileSync(join(import.meta.dirname, file), "utf8").replace(
      /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
      "",
    );
    const found = (pattern: RegExp) => pattern.exec(code)?.[0];
    expect(importsOf(code).filter((name) => !name.startsWith(".") && !LIBRARIES.includes(name))).toEqual([]);
    expect(found(PLATFORM_GLOBAL)).toBeUndefined();
    // At the start of a line is module scope: the formatter indents everything else.
    expect(found(/^(?:const \w+ = )?set(?:Timeout|Interval)\(.*/m)).toBeUndefined();
    expect(found(/^(?:export )?(?:let|var) .*/m)).toBeUndefined();
  });
});
