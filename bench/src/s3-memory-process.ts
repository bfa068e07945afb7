import { createHash } from "node:crypto";
import { request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createS3Storage } from "@openphone-notion/storage-s3";
import { sameChunk, streamOf } from "./same-chunk.ts";

/** One way of moving a file, as `s3-memory.ts` asks for it. */
export interface S3Transfer {
  way: "put" | "get" | "pipeline" | "hashed pipeline";
  bytes: number;
}

export interface S3TransferFigures {
  ms: number;
  /** The most that the resident set grew while it ran. */
  growth: number;
  /** Of this process, on all its threads. */
  cpuMs: number;
}

const { port } = JSON.parse(process.argv[2] ?? "{}") as { port: number };
const storage = createS3Storage({
  bucket: "media",
  endpoint: `http://127.0.0.1:${port}`,
  credentials: { accessKeyId: "test-access", secretAccessKey: "test-secret" },
});

/** S3 wants every body signed, so whoever sends one also hashes it. */
function* hashed(source: Iterable<Uint8Array>): Generator<Uint8Array> {
  const hash = createHash("sha256");
  for (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
  hash.digest();
}

async function move({ way, bytes }: S3Transfer): Promise<void> {
  if (way === "put") {
    await storage.put(String(bytes), streamOf(bytes), { contentType: "audio/mpeg" });
  } else if (way === "get") {
    const found = await storage.get(String(bytes));
    for await (const _ of found?.body ?? []);
  } else {
    const outgoing = request({ host: "127.0.0.1", port, method: "PUT", path: "/media/plain" });
    const answered = new Promise((resolve) =>
      outgoing.once("response", (answer) => resolve(answer.resume())),
    );
    const source = Readable.from(way === "pipeline" ? sameChunk(bytes) : hashed(sameChunk(bytes)));
    await pipeline(source, outgoing);
    await answered;
  }
}

// The first transfer of a process is about loading code.
await move({ way: "put", bytes: 16 * 2 ** 20 });
process.send?.("ready");

process.on("message", async (transfer: S3Transfer) => {
  const before = process.memoryUsage.rss();
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  const from = performance.now();
  const cpu = process.cpuUsage();
  await move(transfer);
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(watching);
  process.send?.({ ms, growth: most - before, cpuMs: (user + system) / 1_000 } satisfies S3TransferFigures);
});
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", () => process.exit(0));
