import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLogger } from "@openphone-notion/core";
import { expect, onTestFinished, test, vi } from "vitest";
import { createNodeParts } from "../node-parts.js";
import { readSettings } from "../settings/settings.js";
import { createDiskStorage } from "./disk-storage.js";
import { loadS3Package } from "./load-s3-package.js";
import { openStorage } from "./open-storage.js";

let loads = 0;
vi.mock("@openphone-notion/storage-s3", async (original) => {
  loads++;
  return original();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "open-storage-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Takes everything, and remembers what it was asked and who asked. */
async function openS3(status = 200) {
  const seen: string[] = [];
  const listed: (string | null)[] = [];
  const server = createServer((request, response) => {
    const [, accessKey] = /Credential=([^/]+)/.exec(request.headers.authorization ?? "") ?? [];
    seen.push(`${accessKey} ${request.method} ${request.url?.split("?")[0]}`);
    const query = new URL(request.url!, "http://s3").searchParams;
    if (query.has("uploads")) listed.push(query.get("prefix"));
    request.resume();
    request.once("end", () => response.writeHead(status).end("<ListMultipartUploadsResult/>"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  return { endpoint: `http://127.0.0.1:${(server.address() as { port: number }).port}`, seen, listed };
}

const basics = {
  OPENPHONE_API_KEY: "test",
  OPENPHONE_WEBHOOK_SECRET: "MDEyMzQ1Njc4OWFiY2RlZg==",
  NOTION_API_KEY: "secret_test",
  NOTION_CALLS_DATABASE_ID: "11111111111111111111111111111111",
  LOG_LEVEL: "silent",
};
const inS3 = {
  ...basics,
  STORAGE: "s3",
  S3_BUCKET: "media",
  S3_PREFIX: "office/",
  S3_ACCESS_KEY_ID: "test-access",
  S3_SECRET_ACCESS_KEY: "test-secret",
};

const put = (storage: Awaited<ReturnType<typeof openStorage>>["storage"]) =>
  storage.put("a/1", new Blob(["hello"]).stream(), { contentType: "text/plain" });

test("media files lie under the data folder, and no code for S3 is loaded", async () => {
  const settings = readSettings({ dataDir: newFolder() }, basics);
  const { storage } = await openStorage(settings, silentLogger);
  await put(storage);
  expect((await storage.head("a/1"))?.size).toBe(5);
  expect(loads).toBe(0);
});

test("STORAGE=s3 puts them into the bucket, under the prefix and with the keys of the settings", async () => {
  const { endpoint, seen } = await openS3();
  const settings = readSettings({ dataDir: newFolder() }, { ...inS3, S3_ENDPOINT: endpoint });
  const parts = await createNodeParts(settings, {});
  await put(parts.storage);
  expect(seen).toContain("test-access PUT /media/office/a/1");
  // What crashed uploads have left is looked for at the start.
  await expect.poll(() => seen).toContain("test-access GET /media/");
  await parts.close();
  expect(loads).toBe(1);
});

test("what crashed uploads left is looked for where our files lie, for the bucket may be others' too", async () => {
  const { endpoint, listed } = await openS3();
  const alone = { ...inS3, S3_PREFIX: undefined, S3_ENDPOINT: endpoint };
  const opened = await openStorage(readSettings({ dataDir: newFolder() }, alone), silentLogger);
  onTestFinished(() => opened.close());
  await expect.poll(() => listed).toEqual(["recordings/", "voicemails/", "media/"]);
});

test("S3 without its package is told with what to install", async () => {
  const loadWithout = (name: string) =>
    loadS3Package(() =>
      Promise.reject(
        Object.assign(new Error(`Cannot find package '${name}'`), { code: "ERR_MODULE_NOT_FOUND" }),
      ),
    );
  await expect(loadWithout("@openphone-notion/storage-s3")).rejects.toMatchObject({
    code: "invalid_configuration",
    message: expect.stringContaining("npm install @openphone-notion/storage-s3"),
  });
  // Another's absence is another mistake.
  await expect(loadWithout("@smithy/other")).rejects.toThrow("@smithy/other");
});

test("what crashed uploads left may stay: that is told, and stops nothing", async () => {
  const { endpoint } = await openS3(403);
  const warned: unknown[] = [];
  const settings = readSettings({ dataDir: newFolder() }, { ...inS3, S3_ENDPOINT: endpoint });
  const opened = await openStorage(settings, {
    ...silentLogger,
    warn: (event, fields) => warned.push([event, fields]),
  });
  onTestFinished(() => opened.close());
  await expect.poll(() => warned).toEqual([["storage.stale_uploads_stay", { code: "store_unavailable" }]]);
});

test("options win over the environment", () => {
  const s3 = { bucket: "other", accessKeyId: "a", secretAccessKey: "b", pathStyle: false, region: "auto" };
  expect(readSettings({ storage: "s3", s3 }, basics).s3).toEqual({
    bucket: "other",
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    pathStyle: false,
    region: "auto",
  });
  expect(readSettings({ storage: "disk" }, inS3)).not.toHaveProperty("s3");
});

test.each([
  [{ S3_BUCKET: undefined }, "S3_BUCKET is missing"],
  [{ S3_SECRET_ACCESS_KEY: undefined }, "S3_SECRET_ACCESS_KEY is missing"],
  [{ S3_ACCESS_KEY_ID: undefined }, "S3_ACCESS_KEY_ID is missing"],
  [{ S3_ENDPOINT: "minio:9000" }, "S3_ENDPOINT is not valid"],
  [{ S3_PREFIX: "/office" }, "S3_PREFIX is not valid"],
  [{ STORAGE: undefined }, "STORAGE is missing: it should hold s3"],
  [{ STORAGE: "S3" }, "STORAGE is not valid: it should hold disk or s3"],
])("wrong settings %j are named", (change, line) => {
  expect(() => readSettings({}, { ...inS3, ...change })).toThrow(line);
});

test("a bucket that is named means nothing where files go elsewhere by intention", () => {
  expect(readSettings({}, { ...inS3, STORAGE: "disk" })).not.toHaveProperty("s3");
  const storage = createDiskStorage({ directory: newFolder() });
  expect(readSettings({ adapters: { storage } }, { ...inS3, STORAGE: undefined })).not.toHaveProperty("s3");
  expect(readSettings({}, basics)).not.toHaveProperty("s3");
});

test("without keys the AWS SDK looks for them itself", () => {
  const change = { S3_ACCESS_KEY_ID: undefined, S3_SECRET_ACCESS_KEY: undefined };
  expect(readSettings({}, { ...inS3, ...change }).s3).toEqual({ bucket: "media", prefix: "office/" });
});
