import { createHash } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { createMediaArchiver, type MediaPolicy, systemClock } from "@openphone-notion/core";
import { createMemoryStorage } from "@openphone-notion/testing";
import { afterEach, describe, expect, test } from "vitest";
import { createGuardedFetch } from "./guarded-fetch.js";
import { nodeDigest } from "./node-digest.js";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";

/** An archiver on real sockets, and the download of what `listener` serves. */
async function setUp(listener: RequestListener, policy: Partial<MediaPolicy> = {}) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const storage = createMemoryStorage();
  const archiver = createMediaArchiver({
    fetch: createGuardedFetch({ allowedHosts: [host] }),
    storage,
    policy: { allowedHosts: [host], ...policy },
    digest: nodeDigest,
    clock: systemClock,
  });
  const archive = (signal?: AbortSignal) =>
    archiver.archive({ key, url: `http://${host}/s3cret.mp3`, contentType: "audio/mpeg" }, signal);
  return { archive, storage };
}

test("a recording behind a redirect is stored whole", async () => {
  const sent = Buffer.alloc(3_000_000, "sound ");
  const { archive, storage } = await setUp((request, response) => {
    if (request.url === "/moved") response.writeHead(200, { "content-type": "audio/mp3" }).end(sent);
    else response.writeHead(307, { location: "/moved" }).end();
  });
  const sha256 = createHash("sha256").update(sent).digest("hex");
  expect(await archive()).toEqual({
    ...{ key, sha256, metadata: { sha256 } },
    ...{ size: sent.byteLength, contentType: "audio/mpeg" },
  });
  const found = await storage.get(key);
  const stored = await new Response(found?.body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
  expect(Buffer.from(stored).equals(sent)).toBe(true);
});

test("a connection that is cut leaves nothing", async () => {
  const cut: RequestListener = (_request, response) => {
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": "1000" });
    response.write(Buffer.alloc(500), () => response.destroy());
  };
  const { archive, storage } = await setUp(cut);
  await expect(archive()).rejects.toMatchObject({ code: "media_truncated", retry: "after" });
  expect(await storage.list("")).toEqual({ objects: [] });
});

describe("a host that compresses although it was asked not to", () => {
  const sent = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * at) % 251));
  const compressors = { br: brotliCompressSync, deflate: deflateSync, gzip: gzipSync };

  test.each(Object.entries(compressors))("has its file stored as it was: %s", async (coding, compress) => {
    const { archive, storage } = await setUp((_request, response) => {
      response
        .writeHead(200, { "content-type": "audio/mpeg", "content-encoding": coding })
        .end(compress(sent));
    });
    expect(await archive()).toMatchObject({ size: sent.byteLength });
    const found = await storage.get(key);
    const stored = await new Response(found?.body as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer();
    expect(Buffer.from(stored).equals(sent)).toBe(true);
  });

  test.each(Object.entries(compressors))(
    "leaves nothing when it ends early: %s",
    async (coding, compress) => {
      const { archive, storage } = await setUp((_request, response) => {
        const bytes = compress(sent);
        response.writeHead(200, { "content-type": "audio/mpeg", "content-encoding": coding });
        response.end(bytes.subarray(0, bytes.byteLength / 2));
      });
      await expect(archive()).rejects.toMatchObject({ code: "media_truncated", retry: "after" });
      expect(await storage.list("")).toEqual({ objects: [] });
    },
  );

  test("is not believed where nothing here can undo it", async () => {
    const { archive, storage } = await setUp((_request, response) => {
      response.writeHead(200, { "content-type": "audio/mpeg", "content-encoding": "compress" }).end(sent);
    });
    await expect(archive()).rejects.toMatchObject({ code: "media_unavailable", retry: "after" });
    expect(await storage.list("")).toEqual({ objects: [] });
  });
});

test("a host that stalls is left when the time is over, or the caller says so", async () => {
  const stall: RequestListener = (_request, response) => {
    response.writeHead(200, { "content-type": "audio/mpeg" }).write("some");
  };
  const hasty = await setUp(stall, { timeoutMs: 50 });
  await expect(hasty.archive()).rejects.toMatchObject({ code: "media_unavailable", retry: "after" });
  const { archive, storage } = await setUp(stall);
  const reason = new Error("lease lost");
  await expect(archive(abortSoon(reason))).rejects.toBe(reason);
  expect(await storage.list("")).toEqual({ objects: [] });
});

function abortSoon(reason: Error): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort(reason));
  return controller.signal;
}
