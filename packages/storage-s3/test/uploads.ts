import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import type { S3Storage } from "../src/index.js";
import { MIB, readBytes, sampleOf, sha256Of, watchedBody } from "./bodies.js";
import { type RecordingClient, recordingClient, type SeenRequest } from "./recording-client.js";
import { type S3Server, storageOn } from "./servers/s3-server.js";

const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";
const options = { contentType: "audio/mpeg" };

/** Uploads in parts, on any S3 service; `leftUploads` lists those that neither ended nor were aborted. */
export function testUploads(server: S3Server, leftUploads?: (prefix: string) => Promise<unknown[]>): void {
  const setUp = (before?: (request: SeenRequest) => void | Promise<void>) => {
    const prefix = `${randomUUID()}/`;
    const requests = recordingClient(server, before);
    const storage = storageOn(server, { prefix, client: requests.client });
    return { prefix, requests, storage };
  };

  async function expectNothingLeft(world: { prefix: string; requests: RecordingClient; storage: S3Storage }) {
    expect(await world.storage.head(key)).toBeUndefined();
    const { requests } = world;
    expect(requests.states("AbortMultipartUpload")).toContain("done");
    // Parts that end after the upload was aborted would stay.
    const names = requests.seen.map(({ name }) => name);
    expect(names.lastIndexOf("UploadPart")).toBeLessThan(names.indexOf("AbortMultipartUpload"));
    expect(requests.seen.filter(({ state }) => state === "under way")).toEqual([]);
    if (leftUploads) expect(await leftUploads(world.prefix)).toEqual([]);
  }

  test("parts: a file of 8 MiB is one request, and one byte more makes it two parts", async () => {
    const { requests, storage } = setUp();
    await storage.put(key, watchedBody(sampleOf(8 * MIB)).body, options);
    expect(requests.seen.map(({ name }) => name)).toEqual(["PutObject"]);
    await storage.put(key, watchedBody(sampleOf(8 * MIB + 1)).body, options);
    expect(requests.states("UploadPart")).toEqual(["done", "done"]);
    expect((await storage.head(key))?.size).toBe(8 * MIB + 1);
  });

  test("parts: a large file of unknown length is sent in parallel parts and comes back byte for byte", async () => {
    const { prefix, requests, storage } = setUp();
    const bytes = sampleOf(43 * MIB + 17);
    const stored = await storage.put(key, watchedBody(bytes).body, { ...options, metadata: { a: "1" } });
    expect(stored).toEqual({ key, size: bytes.byteLength, contentType: "audio/mpeg", metadata: { a: "1" } });
    expect(await storage.head(key)).toEqual(stored);
    expect(requests.states("UploadPart")).toHaveLength(6);
    expect(requests.mostParts()).toBeGreaterThan(1);
    expect(requests.mostParts()).toBeLessThanOrEqual(3);
    expect(sha256Of(await readBytes((await storage.get(key))?.body))).toBe(sha256Of(bytes));
    const across = await storage.get(key, { start: 8 * MIB - 5, end: 8 * MIB + 4 });
    expect(await readBytes(across?.body)).toEqual(bytes.slice(8 * MIB - 5, 8 * MIB + 5));
    if (leftUploads) expect(await leftUploads(prefix)).toEqual([]);
  });

  test("back-pressure: while the service takes no part, no more is read than the parts under way hold", async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const { requests, storage } = setUp(({ name }) => (name === "UploadPart" ? held : undefined));
    const { body, seen } = watchedBody(sampleOf(48 * MIB));
    const putting = storage.put(key, body, options);
    await expect.poll(() => requests.mostParts()).toBe(3);
    // Time enough to read on, if it would.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(seen.bytes).toBeLessThanOrEqual(24 * MIB + 64 * 1024);
    letGo();
    expect((await putting).size).toBe(48 * MIB);
  });

  test("failure: a source that breaks off in mid-stream leaves no file and no parts", async () => {
    const world = setUp();
    const { body } = watchedBody(sampleOf(30 * MIB), () => {
      throw new Error("The source broke off.");
    });
    await expect(world.storage.put(key, body, options)).rejects.toThrow("The source broke off.");
    expect(world.requests.states("UploadPart").length).toBeGreaterThan(0);
    await expectNothingLeft(world);
  });

  test.each([
    ["shorter", 31 * MIB],
    ["longer", 29 * MIB],
  ])("failure: a large body that is %s than told leaves no file and no parts", async (_, contentLength) => {
    const world = setUp();
    const putting = world.storage.put(key, watchedBody(sampleOf(30 * MIB)).body, {
      ...options,
      contentLength,
    });
    await expect(putting).rejects.toMatchObject({ code: "media_truncated", retry: "after" });
    await expectNothingLeft(world);
  });

  test("failure: a part that the service refuses ends a put whose source stands still, and lets it go", async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const world = setUp(async ({ input }) => {
      if (input.PartNumber === 1) await held;
      if (input.PartNumber === 2) throw Object.assign(new Error("no"), { name: "InternalError" });
    });
    const { body, seen } = watchedBody(sampleOf(20 * MIB), () => new Promise(() => {}));
    const failure = world.storage.put(key, body, options).catch((error: unknown) => error);
    await expect.poll(() => seen.isCancelled).toBe(true);
    // What is still under way could outlive an upload that is aborted now.
    expect(world.requests.states("AbortMultipartUpload")).toEqual([]);
    letGo();
    expect(await failure).toMatchObject({ code: "store_unavailable", retry: "after" });
    await expectNothingLeft(world);
  });

  test("failure: an upload that cannot be completed leaves no parts", async () => {
    const world = setUp(({ name }) => {
      if (name === "CompleteMultipartUpload") throw new Error("no");
    });
    const putting = world.storage.put(key, watchedBody(sampleOf(20 * MIB)).body, options);
    await expect(putting).rejects.toMatchObject({ code: "store_unavailable" });
    await expectNothingLeft(world);
  });

  test("failure: a large replacement that breaks off leaves the former file as it was", async () => {
    const { storage } = setUp();
    const former = await storage.put(key, watchedBody(sampleOf(100)).body, options);
    const { body } = watchedBody(sampleOf(20 * MIB), () => {
      throw new Error("The source broke off.");
    });
    await expect(storage.put(key, body, options)).rejects.toThrow("The source broke off.");
    expect(await storage.head(key)).toEqual(former);
    expect(await readBytes((await storage.get(key))?.body)).toEqual(sampleOf(100));
  });

  test.each([1000, 20 * MIB])(
    "integrity: %i bytes are held against the SHA-256 in metadata",
    async (size) => {
      const { storage } = setUp();
      const bytes = sampleOf(size);
      const put = (sha256: string) =>
        storage.put(key, watchedBody(bytes).body, { ...options, metadata: { sha256 } });
      await expect(put(sha256Of(sampleOf(size - 1)))).rejects.toMatchObject({ code: "media_truncated" });
      expect(await storage.head(key)).toBeUndefined();
      const stored = await put(sha256Of(bytes));
      expect(stored.metadata).toEqual({ sha256: sha256Of(bytes) });
      expect(await storage.head(key)).toEqual(stored);
    },
  );
}
