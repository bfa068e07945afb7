import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const docs = join(import.meta.dirname, "../../../docs");
const page = readFileSync(join(docs, "guarantees.md"), "utf8");
const promises = page.split("\n").filter((line) => /^\| (?!promise|-)/.test(line) && line.includes(" | "));

test("every promise names tests that hold it", () => {
  expect(promises.length).toBeGreaterThan(20);
  expect(promises.filter((line) => !/\]\(\.\.\/packages\/[^)]+\.ts\) \|$/.test(line))).toEqual([]);
});

test("every test that the guarantees name is there", () => {
  const links = [...page.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, name = "", path = ""]) => ({
    name,
    path,
  }));
  const lost = links.filter(({ name, path }) => {
    const file = join(docs, path);
    if (!existsSync(file)) return true;
    return path.endsWith(".ts") && !readFileSync(file, "utf8").includes(name);
  });
  expect(lost).toEqual([]);
});
