import { env } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { createR2Storage, type R2StorageOptions } from "../src/index.js";
import { recordingBucket } from "./recording-bucket.js";

const MIB = 1024 * 1024;
const CHUNK = 64 * 1024;
const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";
const options = { contentType: "audio/mpeg" };

/** No two neighbouring stretches are alike. */
function sampleOf(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = at * 31 + (at >> 8);
  return bytes;
}

/** `bytes` in pieces, and then, when `breaks`, an error in place of the end. */
function bodyOf(bytes: Uint8Array, { breaks = false } = {}) {
  const seen = { pulls: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const at = CHUNK * seen.pulls++;
        if (at < bytes.byteLength) controller.enqueue(bytes.slice(at, at + CHUNK));
        else if (breaks) controller.error(new Error("The source broke off."));
        else controller.close();
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

/** A body that gives `bytes` and is then silent. */
const silentAfter = (bytes: Uint8Array) => {
  const seen = { isCancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes),
    cancel() {
      seen.isCancelled = true;
    },
  });
  return { body, seen };
};

const sha256Of = async (bytes: Uint8Array) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

const readBytes = async (body: ReadableStream | undefined) =>
  new Uint8Array(await new Response(body).arrayBuffer());

function setUp(settings: Partial<R2StorageOptions> = {}, before?: (request: string) => unknown) {
  const bucket = recordingBucket(before);
  return { bucket, storage: createR2Storage({ bucket, partBytes: 5 * MIB, ...settings }) };
}

const expectNothingLeft = async ({ bucket, storage }: ReturnType<typeof setUp>) => {
  expect(await storage.head(key)).toBeUndefined();
  // Parts that end after the upload was aborted would stay.
  expect(bucket.seen.at(-1)).toBe("abort");
  expect(bucket.seen.filter((name) => name === "part done")).toHaveLength(
    bucket.seen.filter((name) => name === "part").length,
  );
  for (const upload of bucket.uploads) {
    await expect((async () => upload.uploadPart(1, new Uint8Array(1)))()).rejects.toThrow("10024");
  }
};

beforeEach(() => env.MEDIA.delete(key));

test("a file whose length is told is one request, however it comes", async () => {
  const { bucket, storage } = setUp();
  const bytes = sampleOf(11 * MIB + 17);
  await storage.put(key, bodyOf(bytes).body, { ...options, contentLength: bytes.byteLength });
  expect(bucket.seen).toEqual(["put"]);
  expect(await sha256Of(await readBytes((await storage.get(key))?.body))).toBe(await sha256Of(bytes));
});

test("a small file of unknown length is one request, and one byte more makes it two parts", async () => {
  const { bucket, storage } = setUp();
  await storage.put(key, bodyOf(sampleOf(5 * MIB)).body, options);
  expect(bucket.seen).toEqual(["put"]);
  await storage.put(key, bodyOf(sampleOf(5 * MIB + 1)).body, options);
  expect(bucket.seen.filter((name) => name === "part")).toHaveLength(2);
  expect((await storage.head(key))?.size).toBe(5 * MIB + 1);
});

test.each(["unknown", "told, above what goes in one stream,"])(
  "a large file whose length is %s goes in parts, two at a time, and comes back byte for byte",
  async (length) => {
    const { bucket, storage } = setUp({ streamBytes: 1 * MIB });
    const bytes = sampleOf(12 * MIB + 17);
    const told = length === "unknown" ? {} : { contentLength: bytes.byteLength };
    const stored = await storage.put(key, bodyOf(bytes).body, { ...options, ...told, metadata: { a: "1" } });
    expect(stored).toEqual({ key, size: bytes.byteLength, contentType: "audio/mpeg", metadata: { a: "1" } });
    expect(await storage.head(key)).toEqual(stored);
    expect(bucket.seen.filter((name) => name === "part")).toHaveLength(3);
    expect(bucket.mostParts).toBe(2);
    expect(await sha256Of(await readBytes((await storage.get(key))?.body))).toBe(await sha256Of(bytes));
    const across = await storage.get(key, { start: 5 * MIB - 5, end: 5 * MIB + 4 });
    expect(await readBytes(across?.body)).toEqual(bytes.slice(5 * MIB - 5, 5 * MIB + 5));
  },
);

test("while R2 takes no part, no more is read than the parts under way and the next piece hold", async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { bucket, storage } = setUp({}, (request) => (request === "part" ? held : undefined));
  const { body, seen } = bodyOf(sampleOf(16 * MIB));
  const putting = storage.put(key, body, options);
  await expect.poll(() => bucket.mostParts).toBe(2);
  await scheduler.wait(100);
  expect(seen.pulls * CHUNK).toBeLessThanOrEqual(10 * MIB + CHUNK);
  letGo();
  expect((await putting).size).toBe(16 * MIB);
});

test("a body that breaks off after some parts leaves nothing behind", async () => {
  const world = setUp();
  await expect(
    world.storage.put(key, bodyOf(sampleOf(12 * MIB), { breaks: true }).body, options),
  ).rejects.toThrow("The source broke off.");
  await expectNothingLeft(world);
});

test("a part that R2 refuses ends the put, lets a silent source go and leaves nothing behind", async () => {
  let parts = 0;
  const world = setUp({}, (request) => {
    if (request === "part" && ++parts === 2) throw new Error("uploadPart: Internal error. (10001)");
  });
  const { body, seen } = silentAfter(sampleOf(10 * MIB + 1));
  await expect(world.storage.put(key, body, options)).rejects.toMatchObject({
    code: "store_unavailable",
    retry: "after",
    message: expect.stringContaining("(10001)"),
  });
  expect(seen.isCancelled).toBe(true);
  await expectNothingLeft(world);
});

test("a completion that R2 refuses leaves nothing behind", async () => {
  const world = setUp({}, (request) => {
    if (request === "complete") throw new Error("completeMultipartUpload: Internal error. (10001)");
  });
  const putting = world.storage.put(key, bodyOf(sampleOf(6 * MIB)).body, options);
  await expect(putting).rejects.toMatchObject({ code: "store_unavailable" });
  await expectNothingLeft(world);
});

test("a stream that R2 refuses ends the put and lets a silent source go", async () => {
  const { storage } = setUp({}, () => {
    throw new Error("put: Service unavailable. (10043)");
  });
  const { body, seen } = silentAfter(sampleOf(10));
  const putting = storage.put(key, body, { ...options, contentLength: 100 });
  await expect(putting).rejects.toMatchObject({ code: "store_unavailable" });
  expect(seen.isCancelled).toBe(true);
});

test.each([
  ["in one stream", 100, 100],
  ["in one piece", 100, undefined],
  ["in parts", 6 * MIB, undefined],
] as const)("a file %s is held against the SHA-256 that was told", async (_, size, contentLength) => {
  const { storage } = setUp();
  const bytes = sampleOf(size);
  const sha256 = await sha256Of(bytes);
  const told = { ...options, ...(contentLength !== undefined && { contentLength }) };
  const wrong = storage.put(key, bodyOf(bytes.fill(1)).body, { ...told, metadata: { sha256 } });
  await expect(wrong).rejects.toMatchObject({ code: "media_truncated" });
  expect(await storage.head(key)).toBeUndefined();
  const right = { sha256: await sha256Of(bytes) };
  expect((await storage.put(key, bodyOf(bytes).body, { ...told, metadata: right })).metadata).toEqual(right);
});

test("metadata is kept as storage-s3 keeps it, so that both may share a bucket", async () => {
  const { storage } = setUp();
  const metadata = { name: "Zürich 100%", plain: "a b" };
  await storage.put(key, bodyOf(sampleOf(1)).body, { ...options, metadata });
  expect((await env.MEDIA.head(key))?.customMetadata).toEqual({ name: "Z%C3%BCrich 100%25", plain: "a b" });
  expect((await storage.head(key))?.metadata).toEqual(metadata);
});

test("metadata known at the end is kept with a file of one part, and left out of a larger one", async () => {
  const { bucket, storage } = setUp();
  const lateMetadata = async () => ({ sha256: "abc" });
  const put = (size: number) =>
    storage.put(key, bodyOf(sampleOf(size)).body, { ...options, contentLength: size, lateMetadata });
  expect((await put(5 * MIB)).metadata).toEqual({ sha256: "abc" });
  expect((await storage.head(key))?.metadata).toEqual({ sha256: "abc" });
  expect((await put(5 * MIB + 1)).metadata).toEqual({});
  expect(bucket.seen).toEqual(["put", "put"]);
});
