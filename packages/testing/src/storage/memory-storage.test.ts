import type { Storage } from "@openphone-notion/core";
import { expect, test } from "vitest";
import { createMemoryStorage } from "./memory-storage.js";
import { testStorage } from "./test-storage.js";

let newest: Storage;

testStorage({
  test,
  expect,
  create: () => {
    newest = createMemoryStorage();
    return newest;
  },
  // It outlives its users as long as this process does.
  reopen: () => newest,
  capabilities: { presign: false, lateMetadata: true },
});
