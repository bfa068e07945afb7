import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { S3Client } from "@aws-sdk/client-s3";
import { expect, onTestFinished, test } from "vitest";
import { createS3Storage } from "./s3-storage.js";
import { openClient } from "./s3-storage-options.js";

const credentials = { accessKeyId: "test-access", secretAccessKey: "test-secret" };
const bodyOf = (text: string) => new Blob([text]).stream();

test("a service that cannot be reached is an error that may pass", async () => {
  const storage = createS3Storage({ bucket: "media", endpoint: "http://127.0.0.1:1", credentials });
  await expect(storage.put("a", bodyOf("x"), { contentType: "text/plain" })).rejects.toMatchObject({
    code: "store_unavailable",
    retry: "after",
    message: "The S3 service cannot be used (ECONNREFUSED).",
  });
});

test("a setting that the SDK lacks is named", async () => {
  const client = new S3Client({
    credentials,
    region: () => Promise.reject<string>(new Error("Region is missing")),
  });
  await expect(createS3Storage({ bucket: "media", client }).head("a")).rejects.toMatchObject({
    message: "The S3 service cannot be used (Region is missing).",
  });
});

test.each(["", "/a", "a/", "a//b", "./a", "a/..", "a\u0000"])(
  "the key %j is refused, and its body let go",
  async (key) => {
    const storage = createS3Storage({ bucket: "media", endpoint: "http://127.0.0.1:1", credentials });
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      cancel() {
        isCancelled = true;
      },
    });
    await expect(storage.put(key, body, { contentType: "text/plain" })).rejects.toMatchObject({
      retry: "never",
    });
    expect(isCancelled).toBe(true);
    for (const work of [storage.head(key), storage.get(key), storage.delete(key)]) {
      await expect(work).rejects.toMatchObject({ code: "internal" });
    }
  },
);

const SHA256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
const CRC32 = "NhCmhg==";

test.each([
  ["https://s3.example.com", "when-required", SHA256, undefined],
  ["http://s3.example.com", "when-required", SHA256, undefined],
  ["http://s3.example.com", "when-supported", SHA256, CRC32],
  ["https://s3.example.com", "when-supported", "UNSIGNED-PAYLOAD", CRC32],
  // AWS itself.
  [undefined, undefined, "UNSIGNED-PAYLOAD", CRC32],
] as const)(
  "a body sent to %s with checksums %s is vouched for by its signature, or by its CRC over TLS",
  async (endpoint, checksums, sha256, crc32) => {
    const region = "eu-central-1";
    const client = openClient({
      ...{ bucket: "media", region, credentials },
      ...(endpoint && { endpoint }),
      ...(checksums && { checksums }),
    });
    const seen: Record<string, string>[] = [];
    client.middlewareStack.add(
      () =>
        async ({ request }) => {
          seen.push((request as { headers: Record<string, string> }).headers);
          throw new Error("Sent nowhere.");
        },
      { step: "finalizeRequest", priority: "low" },
    );
    const storage = createS3Storage({ bucket: "media", client });
    await expect(storage.put("a", bodyOf("hello"), { contentType: "text/plain" })).rejects.toThrow();
    expect(seen[0]?.["x-amz-content-sha256"]).toBe(sha256);
    expect(seen[0]?.["x-amz-checksum-crc32"]).toBe(crc32);
    const signed = /SignedHeaders=([^,]+)/.exec(seen[0]?.authorization ?? "")?.[1]?.split(";");
    expect(signed).toEqual(
      expect.arrayContaining(["x-amz-content-sha256", ...(crc32 ? ["x-amz-checksum-crc32"] : [])]),
    );
  },
);

test("an upload in parts that began with CRCs is completed with that of each part, as AWS demands", async () => {
  const told: { query: string; algorithm: unknown; crc32: unknown; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const crc32 = request.headers["x-amz-checksum-crc32"];
    const algorithm = request.headers["x-amz-checksum-algorithm"];
    told.push({ query: request.url?.split("?")[1] ?? "", algorithm, crc32, body: "" });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === "PUT") {
      response.writeHead(200, { etag: '"part"', "x-amz-checksum-crc32": String(crc32) }).end();
      return;
    }
    const isBegin = request.url?.includes("uploads");
    if (!isBegin) told.at(-1)!.body = Buffer.concat(chunks).toString();
    const name = isBegin ? "InitiateMultipartUploadResult" : "CompleteMultipartUploadResult";
    response.end(`<${name}><UploadId>one</UploadId><ETag>whole</ETag></${name}>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { bucket: "media", endpoint, credentials, checksums: "when-supported" } as const;
  const storage = createS3Storage({ ...options, partBytes: 4, parallelParts: 1 });
  onTestFinished(() => storage.close());
  await storage.put("a", bodyOf("hello"), { contentType: "text/plain" });
  expect(told[0]?.algorithm).toBe("CRC32");
  const crcs = told.slice(1, 3).map(({ crc32 }) => String(crc32));
  expect(crcs.map((crc) => crc.length)).toEqual([8, 8]);
  const completed = told[3]!.body.matchAll(/<ChecksumCRC32>([^<]+)<\/ChecksumCRC32>/g);
  expect([...completed].map(([, crc]) => crc)).toEqual(crcs);
});

test("a client from outside is left open", () => {
  let isDestroyed = false;
  const client = new S3Client({ region: "us-east-1", credentials });
  client.destroy = () => {
    isDestroyed = true;
  };
  createS3Storage({ bucket: "media", client }).close();
  expect(isDestroyed).toBe(false);
});
