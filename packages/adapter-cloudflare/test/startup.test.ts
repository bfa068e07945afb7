import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleWorker } from "./bundle-worker.js";

// What a Worker may take to start is a matter of milliseconds, which no busy machine tells. Calls can be counted: they are
// the same everywhere, and nearly all of them were of schemas and of the mail parser, which no start needs.
const MOST_CALLS = 4_000;

/** Counts the calls of functions of a module while it is evaluated. */
const COUNT = `
  import { Session } from "node:inspector/promises";
  const { href } = new URL("worker.mjs", import.meta.url);
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });
  await import(href);
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const { functions } = result.find(({ url }) => url === href);
  const called = functions.map(({ functionName, ranges }) => [ranges[0].count, functionName]);
  console.log(JSON.stringify(called.filter(([count]) => count > 0).sort(([a], [b]) => b - a)));
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "startup-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a Worker begins with little work: schemas and the mail parser wait until they are needed", async () => {
  const script = await bundleWorker();
  const object = "class DurableObject { constructor(ctx, env) { Object.assign(this, { ctx, env }); } }";
  await writeFile(join(folder, "workers.mjs"), `export ${object}`);
  await writeFile(join(folder, "worker.mjs"), script.replaceAll('"cloudflare:workers"', '"./workers.mjs"'));
  await writeFile(join(folder, "count.mjs"), COUNT);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "count.mjs")]);
  const called = JSON.parse(stdout) as [count: number, name: string][];
  const calls = called.reduce((sum, [count]) => sum + count, 0);
  expect(calls).toBeGreaterThan(100);
  expect(calls, `Most often: ${called.slice(0, 10).join(" ")}`).toBeLessThan(MOST_CALLS);
});
