import { expect, test } from "vitest";
import { createMemoryStateStore } from "./memory-state-store.js";
import { testStateStore } from "./test-state-store.js";

testStateStore({ test, expect, create: async () => createMemoryStateStore() });
