import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testStorage } from "@openphone-notion/testing";
import { afterAll, expect, test } from "vitest";
import { createDiskStorage } from "./disk-storage.js";

const root = mkdtempSync(join(tmpdir(), "disk-storage-"));
afterAll(() => rmSync(root, { recursive: true }));

testStorage({
  test,
  expect,
  create: () => createDiskStorage({ directory: mkdtempSync(join(root, "one-")) }),
  capabilities: { presign: false },
});
