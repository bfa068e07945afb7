import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testStorage } from "@openphone-notion/testing";
import { afterAll, expect, test } from "vitest";
import { createDiskStorage } from "./disk-storage.js";

const root = mkdtempSync(join(tmpdir(), "disk-storage-"));
afterAll(() => rmSync(root, { recursive: true }));

let directory = "";
testStorage({
  test,
  expect,
  create: () => {
    directory = mkdtempSync(join(root, "one-"));
    return createDiskStorage({ directory });
  },
  reopen: () => createDiskStorage({ directory }),
  capabilities: { presign: false, lateMetadata: true },
});
