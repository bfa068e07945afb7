import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { createDiskStorage } from "./disk-storage.js";

const root = mkdtempSync(join(tmpdir(), "disk-storage-crash-"));
afterAll(() => rmSync(root, { recursive: true }));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(root, "one-"));
});

const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";
const options = { contentType: "audio/mpeg", metadata: { source: "CR00fake01" } };
const body = (text: string) => new Response(text).body!;
const companion = () => join(directory, "recordings/2026/10/07/.AC00fake0001-1791385206000.mp3.json");

describe("what crashed writes left", () => {
  const incoming = () => join(directory, ".incoming");
  const leave = (name: string, ageMinutes: number) => {
    mkdirSync(incoming(), { recursive: true });
    const path = join(incoming(), name);
    writeFileSync(path, "half");
    const at = Date.now() / 1000 - ageMinutes * 60;
    utimesSync(path, at, at);
  };

  test("is removed at the next start; what another process may be writing, and strange files, stay", () => {
    leave("00000000-0000-4000-8000-000000000001.part", 90);
    leave("00000000-0000-4000-8000-000000000002.part", 30);
    leave("notes.txt", 90);
    createDiskStorage({ directory });
    expect(readdirSync(incoming()).sort()).toEqual([
      "00000000-0000-4000-8000-000000000002.part",
      "notes.txt",
    ]);
  });

  test("is nothing when writes only failed", async () => {
    const storage = createDiskStorage({ directory });
    await expect(storage.put(key, body("short"), { ...options, contentLength: 9 })).rejects.toMatchObject({
      code: "media_truncated",
    });
    writeFileSync(join(directory, "in-the-way"), "");
    await expect(storage.put("in-the-way/a", body("x"), options)).rejects.toThrow();
    expect(readdirSync(incoming())).toEqual([]);
  });
});

describe("a companion", () => {
  test("that is missing, broken or of another file costs the type, not the file", async () => {
    const storage = createDiskStorage({ directory });
    await storage.put(key, body("hello"), options);
    const bare = { key, size: 5, contentType: "application/octet-stream", metadata: {} };
    for (const text of ["", "{", "null", '{"size":4,"contentType":"text/html","metadata":{}}']) {
      writeFileSync(companion(), text);
      expect(await storage.head(key)).toEqual(bare);
    }
    rmSync(companion());
    expect(await storage.head(key)).toEqual(bare);
    expect(await storage.list("")).toEqual({ objects: [bare] });
  });

  test("stays with its file when several puts of one key end together", async () => {
    const storage = createDiskStorage({ directory });
    for (let round = 0; round < 20; round++) {
      const puts = Array.from({ length: 16 }, (_, put) =>
        storage.put(key, body("x".repeat(1 + put)), { contentType: `audio/x-${1 + put}` }),
      );
      await Promise.all(puts);
      const object = await storage.head(key);
      expect(object?.contentType).toBe(`audio/x-${object?.size}`);
    }
  });

  test("without its file is no object", async () => {
    const storage = createDiskStorage({ directory });
    await storage.put(key, body("hello"), options);
    rmSync(join(directory, key));
    expect(await storage.head(key)).toBeUndefined();
    expect(await storage.list("")).toEqual({ objects: [] });
    expect(await storage.stats("")).toEqual({ objects: 0, bytes: 0 });
  });

  test("goes with its file", async () => {
    const storage = createDiskStorage({ directory });
    await storage.put(key, body("hello"), options);
    expect(existsSync(companion())).toBe(true);
    await storage.delete(key);
    expect(existsSync(companion())).toBe(false);
  });
});

test("files that come together are synced one after the other, and one that fails holds up no other", async () => {
  const storage = createDiskStorage({ directory });
  const probe = await open(join(directory, "probe"), "w");
  const handles = Object.getPrototypeOf(probe) as { datasync(): Promise<void> };
  await probe.close();
  const { datasync } = handles;
  const seen = { now: 0, most: 0, all: 0 };
  handles.datasync = async function () {
    seen.most = Math.max(seen.most, ++seen.now);
    try {
      if (++seen.all === 3) throw new Error("The disk is full.");
      await datasync.call(this);
    } finally {
      seen.now--;
    }
  };
  onTestFinished(() => void Object.assign(handles, { datasync }));
  const large = () => new Response(new Uint8Array(5 * 1024 * 1024)).body!;
  const puts = Array.from({ length: 4 }, (_, put) => storage.put(`media/${put}`, large(), options));
  const ended = await Promise.allSettled(puts);
  expect(ended.filter(({ status }) => status === "rejected")).toHaveLength(1);
  expect(seen.all).toBe(4);
  expect(seen.most).toBe(1);
});

test("files outlive the storage that wrote them", async () => {
  const object = await createDiskStorage({ directory }).put(key, body("hello"), options);
  expect(await createDiskStorage({ directory }).head(key)).toEqual(object);
});

test.skipIf(process.platform === "win32")("files are for their owner only", async () => {
  await createDiskStorage({ directory: join(directory, "new") }).put(key, body("hello"), options);
  expect(statSync(join(directory, "new")).mode & 0o077).toBe(0);
  expect(statSync(join(directory, "new", key)).mode & 0o077).toBe(0);
});

test("a folder is no file, to delete either", async () => {
  const storage = createDiskStorage({ directory });
  await storage.put(key, body("hello"), options);
  await storage.delete("recordings/2026");
  expect((await storage.stats("")).objects).toBe(1);
});

test("keys that lead out, or to the storage's own files, are refused by every operation", async () => {
  const storage = createDiskStorage({ directory });
  await storage.put(key, body("hello"), options);
  const hidden = key.replace(/\/AC(.*)$/, "/.AC$1.json");
  for (const bad of [
    "../a",
    "a/../../b",
    "/etc/passwd",
    "a//b",
    "a/",
    "",
    ".",
    "a\0",
    "a\\..\\b",
    ".incoming/x",
    hidden,
  ]) {
    await expect(storage.put(bad, body("x"), options)).rejects.toThrow("storage key");
    await expect(storage.head(bad)).rejects.toThrow("storage key");
    await expect(storage.get(bad)).rejects.toThrow("storage key");
    await expect(storage.delete(bad)).rejects.toThrow("storage key");
  }
});

test.runIf(process.platform === "linux")("no file stays open", async () => {
  const storage = createDiskStorage({ directory });
  await storage.put(key, body("hello"), options);
  const open = () =>
    readdirSync("/proc/self/fd").filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(directory);
      } catch {
        return false;
      }
    });
  await new Response((await storage.get(key))?.body as ReadableStream<Uint8Array<ArrayBuffer>>).text();
  await (await storage.get(key))?.body.cancel();
  const reader = (await storage.get(key))!.body.getReader();
  await reader.read();
  await reader.cancel();
  await storage.get(key, { start: 9 }).catch(() => {});
  await storage.get("recordings");
  expect(open()).toEqual([]);
});
