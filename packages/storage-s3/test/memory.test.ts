import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createS3Storage } from "../src/index.js";
import { MIB } from "./bodies.js";

function storageAt(port: number) {
  const credentials = { accessKeyId: "test-access", secretAccessKey: "test-secret" };
  return createS3Storage({ bucket: "media", endpoint: `http://127.0.0.1:${port}`, credentials });
}

/** On a service whose own memory is not counted. */
async function openStorage() {
  const path = fileURLToPath(new URL("servers/forgetful-s3-process.ts", import.meta.url));
  const child = fork(path, { execArgv: [] });
  onTestFinished(() => {
    child.kill();
  });
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  return storageAt(port);
}

/** The most that buffers took at any of the `sample` calls, beyond what they took at the first. */
function bufferGrowth() {
  const { arrayBuffers: before } = process.memoryUsage();
  const growth = { most: 0, sample: () => {} };
  growth.sample = () => {
    growth.most = Math.max(growth.most, process.memoryUsage().arrayBuffers - before);
  };
  return growth;
}

test("a file of 256 MiB is put with no more memory than its parts under way", async () => {
  const storage = await openStorage();
  const chunk = new Uint8Array(64 * 1024);
  const growth = bufferGrowth();
  let left = 256 * MIB;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        growth.sample();
        controller.enqueue(chunk);
        left -= chunk.byteLength;
        if (left === 0) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  expect((await storage.put("large", body, { contentType: "audio/mpeg" })).size).toBe(256 * MIB);
  expect(growth.most / MIB).toBeGreaterThan(8);
  expect(growth.most / MIB).toBeLessThan(32);
});

test("a file of 64 MiB that is read slowly waits in the service, and is let go there when it is here", async () => {
  let sent = 0;
  function* zeros() {
    for (; sent < 64 * MIB; sent += 64 * 1024) yield new Uint8Array(64 * 1024);
  }
  let hasEnded = false;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-length": 64 * MIB });
    Readable.from(zeros()).pipe(response);
    response.once("close", () => {
      hasEnded = true;
    });
  });
  onTestFinished(() => {
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const storage = storageAt((server.address() as { port: number }).port);
  const reader = (await storage.get("large"))?.body.getReader();
  expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0);
  for (let before = -1; before !== sent; ) {
    before = sent;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  // What the two ends of the connection hold on Linux is up to ten.
  expect(sent / MIB).toBeLessThan(20);
  expect(hasEnded).toBe(false);
  await reader?.cancel();
  await expect.poll(() => hasEnded).toBe(true);
});
