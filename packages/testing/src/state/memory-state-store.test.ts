import { expect, test } from "vitest";
import { createMemoryStateData } from "./memory-state-data.js";
import { createMemoryStateStore } from "./memory-state-store.js";
import { testStateStore } from "./test-state-store.js";

let data = createMemoryStateData();

testStateStore({
  test,
  expect,
  create: async () => {
    data = createMemoryStateData();
    return createMemoryStateStore(data);
  },
  reopen: async () => createMemoryStateStore(data),
});
