import { expect, test } from "vitest";
import { createMemoryStorage } from "./memory-storage.js";
import { testStorage } from "./test-storage.js";

testStorage({ test, expect, create: createMemoryStorage, capabilities: { presign: false } });
