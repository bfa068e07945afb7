import { S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
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

test.each(["when-required", "when-supported"] as const)(
  "bodies are signed with checksums %s, over TLS too",
  async (checksums) => {
    const client = openClient({
      bucket: "media",
      endpoint: "https://s3.example.com",
      credentials,
      checksums,
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
    const sha256 = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    expect(seen[0]?.["x-amz-content-sha256"]).toBe(sha256);
    expect(seen[0]?.authorization).toContain("x-amz-content-sha256");
    expect(seen[0]?.["x-amz-checksum-crc32"] !== undefined).toBe(checksums === "when-supported");
  },
);

test("a client from outside is left open", () => {
  let isDestroyed = false;
  const client = new S3Client({ region: "us-east-1", credentials });
  client.destroy = () => {
    isDestroyed = true;
  };
  createS3Storage({ bucket: "media", client }).close();
  expect(isDestroyed).toBe(false);
});
