export type { NodeHandler } from "./express/to-express.js";
export type { NodeHealth } from "./health.js";
export * from "./listen.js";
export * from "./node-sync.js";
export * from "./queue/in-process-queue.js";
export * from "./settings/options.js";
export * from "./settings/settings.js";
export * from "./storage/disk-storage.js";
