import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { createS3Storage } from "@openphone-notion/storage-s3";
import {
  hasRadosgw,
  RADOSGW_PACKAGES,
  startRadosgw,
} from "../../packages/storage-s3/test/servers/radosgw.ts";
import { percentile } from "./distribution.ts";
import { figure, heading, row } from "./print.ts";
import { sameChunk, streamOf } from "./same-chunk.ts";

const BYTES = 500_000_000;
const ROUNDS = 5;
/** Ceph keeps what is replaced for hours. */
const SERVICE_BYTES = 12 * 2 ** 30;

/** How fast a long recording goes into a real S3 service and out of it, beside the same bytes without the storage. */
export async function s3Throughput(): Promise<void> {
  heading(
    `s3-throughput: ${figure(BYTES / 1e6)} MB, in turns, ${ROUNDS} times (goal: 80 % of a plain pipeline())`,
  );
  if (!hasRadosgw()) return row("left out", `it needs radosgw: apt-get install ${RADOSGW_PACKAGES}`);
  const { endpoint, credentials, stop } = await startRadosgw({ bytes: SERVICE_BYTES });
  const client = new S3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: "media" }));
  const storage = createS3Storage({ bucket: "media", endpoint, credentials });
  const plain = { Bucket: "media", Key: "plain" };

  /** Presigned: nothing is computed on the way. */
  async function plainPut() {
    const outgoing = request(await getSignedUrl(client, new PutObjectCommand(plain)), {
      method: "PUT",
      headers: { "content-length": BYTES },
    });
    const answered = once(outgoing, "response") as Promise<[IncomingMessage]>;
    await pipeline(Readable.from(sameChunk(BYTES)), outgoing);
    await drain(await answered);
  }
  async function plainGet() {
    const outgoing = request(await getSignedUrl(client, new GetObjectCommand(plain))).end();
    await drain((await once(outgoing, "response")) as [IncomingMessage]);
  }
  const ways = {
    put: () => storage.put("stored", streamOf(BYTES), { contentType: "audio/mpeg" }),
    "plain pipeline()": plainPut,
    get: async () => {
      for await (const _ of (await storage.get("stored"))?.body ?? []);
    },
    "plain http.get": plainGet,
  };
  const speeds = new Map(Object.keys(ways).map((way) => [way, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [way, move] of Object.entries(ways)) {
      const from = performance.now();
      await move();
      speeds.get(way)?.push(BYTES / 1_000 / (performance.now() - from));
    }
  }
  const median = (way: keyof typeof ways) => percentile(speeds.get(way) ?? [], 0.5);
  for (const [way, all] of speeds) {
    row(
      way,
      `${figure(percentile(all, 0.5))} MB/s   ${figure(Math.min(...all))}–${figure(Math.max(...all))}`,
    );
  }
  row("put, of the plain pipeline()", `${figure((median("put") / median("plain pipeline()")) * 100)} %`);
  row("get, of the plain http.get", `${figure((median("get") / median("plain http.get")) * 100)} %`);
  storage.close();
  client.destroy();
  await stop();
}

async function drain([answer]: [IncomingMessage]): Promise<void> {
  if (answer.statusCode !== 200) throw new Error(`The S3 service answered ${answer.statusCode}.`);
  for await (const _ of answer);
}
