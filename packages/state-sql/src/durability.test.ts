import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { expect, onTestFinished, test } from "vitest";
import { anEvent, aSettlement, KEY, NOW, opened } from "../../testing/src/state/suite/samples.js";
import { migratedDriver, query, temporaryFolder, temporaryPath } from "./fixtures/temporary-database.js";
import { createSqlStateStore } from "./state-store.js";

test("what was written is there after the database is closed and opened again", async () => {
  const path = await temporaryPath();
  const driver = await migratedDriver(path);
  const store = createSqlStateStore({ driver });
  await store.receive([anEvent({ id: "a" }), anEvent({ id: "b" })]);
  const { lease } = await opened(store);
  await store.settle(lease, aSettlement({ pageId: "page-1", processedEventIds: ["a"] }), NOW);
  await store.putCursor("calls", "7");
  await driver.close();

  const again = createSqlStateStore({ driver: await migratedDriver(path) });
  const { activity, events, lease: next } = await opened(again);
  expect(activity).toMatchObject({ key: KEY, status: "synced", pageId: "page-1" });
  expect(events.map(({ id }) => id)).toEqual(["b"]);
  expect(next.fence).toBeGreaterThan(lease.fence);
  expect(await again.getCursor("calls")).toBe("7");
});

test("a process killed while it receives loses no acknowledged event, and leaves no call half done", async () => {
  const script = await bundle("./fixtures/receive-forever.ts");
  const path = await temporaryPath();
  const acknowledged: string[] = [];
  for (const prefix of ["first", "second", "third"]) {
    acknowledged.push(...(await acknowledgedUntilKilled(script, path, prefix)));
  }

  const driver = await migratedDriver(path);
  const stored = new Set((await query(driver, "select id from webhook_events")).map(({ id }) => id));
  expect(acknowledged.length).toBeGreaterThanOrEqual(90);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(stored.size % 3).toBe(0);
  expect(await query(driver, "pragma integrity_check")).toEqual([{ integrity_check: "ok" }]);
  expect(await createSqlStateStore({ driver }).health(NOW)).toMatchObject({ depth: 7 });
});

/** The fixture and all it imports as one script, for a plain Node cannot resolve the sources. */
async function bundle(fixture: string): Promise<string> {
  const outDir = await temporaryFolder();
  const conditions = ["openphone-notion-source", "node"];
  await build({
    configFile: false,
    logLevel: "silent",
    ssr: { noExternal: true, resolve: { conditions } },
    build: {
      ssr: fileURLToPath(new URL(fixture, import.meta.url)),
      outDir,
      target: "es2023",
      rolldownOptions: { output: { entryFileNames: "script.mjs" } },
    },
  });
  return join(outDir, "script.mjs");
}

/** Runs the script, kills it with SIGKILL once it has acknowledged 30 events, and answers all it had. */
async function acknowledgedUntilKilled(script: string, path: string, prefix: string): Promise<string[]> {
  const child = spawn(process.execPath, [script, path, prefix], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (output.split("\n").length > 30) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "close");
  expect(signal).toBe("SIGKILL");
  // What follows the last line break was cut off by the kill.
  return output.split("\n").slice(0, -1);
}
