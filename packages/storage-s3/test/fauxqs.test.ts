import { randomUUID } from "node:crypto";
import { testStorage } from "@openphone-notion/testing";
import { afterAll, expect, test, vi } from "vitest";
import { testLinks } from "./links.js";
import { startFauxqs } from "./servers/fauxqs.js";
import { makeBucket, storageOn } from "./servers/s3-server.js";
import { testUploads } from "./uploads.js";

// A list of a thousand objects is a thousand requests.
vi.setConfig({ testTimeout: 120_000 });

const server = await startFauxqs();
await makeBucket(server);
afterAll(() => server.stop());

let prefix = "";
testStorage({
  test,
  expect,
  create: () => {
    prefix = `${randomUUID()}/`;
    return storageOn(server, { prefix, checksums: "when-supported" });
  },
  reopen: () => storageOn(server, { prefix, checksums: "when-supported" }),
  capabilities: { presign: true, lateMetadata: true },
});

testUploads(server);
testLinks(server, { checks: false });
