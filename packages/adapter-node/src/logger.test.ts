import fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createPinoLogger } from "./logger.js";

/** A log in a file, on a disk that is full while the test says so. */
function logOnDisk() {
  const folder = fs.mkdtempSync(join(tmpdir(), "logger-"));
  const path = join(folder, "log");
  const fd = fs.openSync(path, "w");
  const { writeSync } = fs;
  const disk = { isFull: false };
  const spy = vi.spyOn(fs, "writeSync").mockImplementation(((file: number, ...rest: [string]) => {
    if (file === fd && disk.isFull) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    return writeSync(file, ...rest);
  }) as typeof fs.writeSync);
  onTestFinished(() => {
    spy.mockRestore();
    fs.closeSync(fd);
    fs.rmSync(folder, { recursive: true });
  });
  const lines = () =>
    fs
      .readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as { event: string; lines?: number });
  return { log: createPinoLogger("info", { fd }), disk, lines };
}

test("a log that cannot be written stops nobody, and its lines come when it can", async () => {
  const { log, disk, lines } = logOnDisk();
  log.info("before");
  disk.isFull = true;
  for (const event of ["one", "two"]) expect(() => log.error(event)).not.toThrow();
  await turn();
  disk.isFull = false;
  log.info("after");
  expect(lines().map(({ event }) => event)).toEqual(["before", "one", "two", "after"]);
});

test("what does not fit meanwhile is counted in the log", async () => {
  const { log, disk, lines } = logOnDisk();
  disk.isFull = true;
  const text = "x".repeat(10_000);
  for (let line = 0; line < 200; line++) log.info("much", { text });
  disk.isFull = false;
  for (const event of ["no room yet", "after"]) log.info(event, { text });
  await turn();
  const written = lines();
  const much = written.filter(({ event }) => event === "much").length;
  expect(much).toBeGreaterThan(50);
  expect(written.slice(much)).toEqual([
    expect.objectContaining({ event: "after" }),
    expect.objectContaining({ event: "log.dropped", lines: 201 - much }),
  ]);
});

test.runIf(process.platform === "linux")("a disk that is really full stops nobody", async () => {
  const fd = fs.openSync("/dev/full", "w");
  onTestFinished(() => fs.closeSync(fd));
  const log = createPinoLogger("info", { fd });
  for (const event of ["one", "two"]) log.info(event);
  await turn();
});
