import { randomUUID } from "node:crypto";
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { testStorage } from "@openphone-notion/testing";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { watchedBody } from "./bodies.js";
import { testLinks } from "./links.js";
import { hasRadosgw, RADOSGW_PACKAGES, startRadosgw } from "./servers/radosgw.js";
import { BUCKET, clientOf, makeBucket, type S3Server, storageOn } from "./servers/s3-server.js";
import { testUploads } from "./uploads.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Set where it must be there, such as in CI: it then fails where it would be skipped. */
const isRequired = process.env.REQUIRE_RADOSGW === "1";

if (hasRadosgw() || isRequired) onRadosgw();
else test.skip(`radosgw (skipped: it is not installed; apt-get install ${RADOSGW_PACKAGES})`, () => {});

function onRadosgw(): void {
  // Its values are there when the tests run.
  const server = { credentials: {} } as S3Server;
  beforeAll(async () => {
    Object.assign(server, await startRadosgw());
    await makeBucket(server);
  });
  afterAll(() => server.stop?.());

  async function leftUploads(prefix: string) {
    const client = clientOf(server);
    const { Uploads = [] } = await client.send(
      new ListMultipartUploadsCommand({ Bucket: BUCKET, Prefix: prefix }),
    );
    client.destroy();
    return Uploads;
  }

  let prefix = "";
  testStorage({
    test,
    expect,
    create: () => {
      prefix = `${randomUUID()}/`;
      return storageOn(server, { prefix });
    },
    reopen: () => storageOn(server, { prefix }),
    // After 12 of 400 such races a file was there and not listed, and so it was a minute and a half later.
    capabilities: { presign: true, lateMetadata: true, listAfterRace: false },
  });

  testUploads(server, leftUploads);
  testLinks(server, { checks: true });

  describe("stale uploads", () => {
    /** What a process leaves that dies between the parts. */
    async function leaveUploads(count: number, under: string) {
      const client = clientOf(server);
      for (let at = 0; at < count; at += 50) {
        const some = Array.from({ length: Math.min(50, count - at) }, async (_, index) => {
          const upload = { Bucket: BUCKET, Key: `${under}${at + index}` };
          const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload));
          await client.send(new UploadPartCommand({ ...upload, UploadId, PartNumber: 1, Body: "half" }));
        });
        await Promise.all(some);
      }
      client.destroy();
    }

    test("are removed to the last, those of others and newer ones not", async () => {
      const [own, others] = [`${randomUUID()}/`, `${randomUUID()}/`];
      await leaveUploads(1_010, own);
      await leaveUploads(1, others);
      const storage = storageOn(server, { prefix: own });
      expect(await storage.abortStaleUploads({ olderThanMs: 3_600_000 })).toBe(0);
      // Its clock tells whole seconds.
      expect(await storage.abortStaleUploads({ olderThanMs: -2_000 })).toBe(1_010);
      expect(await leftUploads(own)).toEqual([]);
      expect(await leftUploads(others)).toHaveLength(1);
    });
  });

  describe("refusals", () => {
    const put = (options: Parameters<typeof storageOn>[1]) =>
      storageOn(server, options).put("a", watchedBody(new Uint8Array(10)).body, {
        contentType: "audio/mpeg",
      });

    test("wrong keys are named as such, and nothing of them is told", async () => {
      const credentials = { accessKeyId: "test-access", secretAccessKey: "wrong", sessionToken: "s3cret" };
      const failure = await put({ credentials }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "store_unavailable", retry: "after", status: 403 });
      expect((failure as Error).cause).toBeUndefined();
      expect(JSON.stringify(failure) + String(failure)).not.toMatch(/s3cret|test-access|wrong/);
    });

    test("a bucket that is missing is an error, not an empty storage", async () => {
      const bucket = "missing";
      await expect(put({ bucket })).rejects.toThrow(/NoSuchBucket.*see that the bucket is there/);
      await expect(storageOn(server, { bucket }).get("a")).rejects.toThrow("NoSuchBucket");
      await expect(storageOn(server, { bucket }).list("")).rejects.toThrow("NoSuchBucket");
    });
  });
}
