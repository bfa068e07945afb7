import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** What `file` and all that it imports of ours import of others. */
function importsOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const code = readFileSync(join(import.meta.dirname, file), "utf8");
  return [...code.matchAll(/^(?:import|export|\})[^;]*? from "([^"]+)";$/gms)].flatMap(
    ([statement, name = ""]) => {
      if (statement.startsWith("import type")) return [];
      return name.startsWith(".")
        ? importsOf(join(dirname(file), name.replace(/\.js$/, ".ts")), seen)
        : [name];
    },
  );
}

test("the suites and what they are written with need the core alone, so they run in any runtime", () => {
  expect([...new Set(importsOf("suites.ts"))]).toEqual(["@openphone-notion/core"]);
  expect(importsOf("index.ts")).toEqual(expect.arrayContaining(["msw", "node:http"]));
});
