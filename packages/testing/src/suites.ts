/** The suites that need no fakes, and so neither MSW nor Node: what an adapter is tested with in any runtime. */
export { createManualClock, type ManualClock } from "./clock/manual-clock.js";
export { createMemoryQueue, type MemoryQueue, type MemoryQueueOptions } from "./queue/memory-queue.js";
export {
  type QueueCapabilities,
  type QueueSuite,
  type QueueUnderTest,
  testQueue,
} from "./queue/test-queue.js";
export { createMemoryStateData, type MemoryStateData } from "./state/memory-state-data.js";
export { createMemoryStateStore } from "./state/memory-state-store.js";
export type { Expect, TestFunction } from "./state/suite/runner.js";
export { type StateStoreSuite, testStateStore } from "./state/test-state-store.js";
export { createMemoryStorage } from "./storage/memory-storage.js";
export { type StorageSuite, testStorage } from "./storage/test-storage.js";
