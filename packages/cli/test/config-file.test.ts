import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startCli } from "./run-cli.js";

const NAME = "openphone-notion.config.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "config-file-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Looks for a mapping's databases nowhere: all that matters here is said before. */
async function runWith(config: string): Promise<{ code: number | null; output: string }> {
  await writeFile(join(folder, NAME), config);
  const cli = startCli(["import", "--since", "2026-01-01", "--dry-run"], { cwd: folder });
  return { code: await cli.ended, output: cli.output() };
}

test("a config file needs no package but this one", async () => {
  await symlink(join(import.meta.dirname, "../../../node_modules"), join(folder, "node_modules"));
  const { code, output } = await runWith(`
    import { createFilter, defaultMapping, defineConfig, defineMapping, number } from "openphone-notion";
    const calls = { ...defaultMapping.calls, Minutes: number((call) => Math.ceil(call.durationSeconds / 60)) };
    export default defineConfig({ mapping: defineMapping({ ...defaultMapping, calls }), filter: createFilter({}) });
  `);
  expect([code, output]).toEqual([2, expect.stringContaining("OPENPHONE_API_KEY is missing")]);
});

test("commands that look into state and storage look into the adapters of the config", async () => {
  await symlink(join(import.meta.dirname, "../../../node_modules"), join(folder, "node_modules"));
  await writeFile(
    join(folder, NAME),
    `
    const store = { activities: async () => ({ activities: [{ key: "call:ACown", kind: "call", errorCode: "told", errorMessage: "", attempts: 1, updatedAt: 1 }] }) };
    const file = { key: "media/2026/01/01/ACown-0.jpg", size: 1234, metadata: {} };
    const storage = { list: async (prefix) => ({ objects: prefix === "media/" ? [file] : [] }) };
    export default { adapters: { store, storage } };
    `,
  );
  for (const [args, shown, code] of [
    // Something is parked.
    [["dlq", "list"], "call:ACown", 3],
    [["media", "stats"], "1.2 KiB", 0],
  ] as const) {
    const cli = startCli(args, { cwd: folder });
    expect([await cli.ended, cli.output()]).toEqual([code, expect.stringContaining(shown)]);
  }
});

test.each([
  ["a package that is not there", 'import { x } from "not-installed"; export default {};'],
  ["a file without its extension", 'import { x } from "./mapping"; export default {};'],
  ["what has no JavaScript behind it", "enum Color { Red } export default {};"],
  ["what throws", 'throw new Error("no luck today");'],
])("one that cannot be loaded is named, with %s: exit code 2", async (_, config) => {
  const { code, output } = await runWith(config);
  expect([code, output]).toEqual([2, expect.stringContaining(`${NAME} cannot be loaded (`)]);
  expect(output).not.toContain("    at ");
});
