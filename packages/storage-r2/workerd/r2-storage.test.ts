import { env } from "cloudflare:workers";
import { testStorage } from "@openphone-notion/testing/suites";
import { expect, test, vi } from "vitest";
import { createR2Storage } from "../src/index.js";

// More than a thousand objects are put one by one.
vi.setConfig({ testTimeout: 400_000 });

const keys = {
  endpoint: "https://account.r2.cloudflarestorage.com",
  bucket: "media",
  accessKeyId: "key",
  secretAccessKey: "secret",
};

let prefix = "";
const open = () => createR2Storage({ bucket: env.MEDIA, prefix, keys });

testStorage({
  test,
  expect,
  create() {
    prefix = `${crypto.randomUUID()}/`;
    return open();
  },
  reopen: open,
  capabilities: { presign: true },
});

test("without keys it signs no links", () => {
  expect(createR2Storage({ bucket: env.MEDIA })).not.toHaveProperty("url");
});
