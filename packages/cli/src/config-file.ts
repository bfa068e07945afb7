import type { NodeSyncOptions } from "@openphone-notion/adapter-node";

/** Options as a config file gives them: everything that `createNodeSync` takes. */
export type Config = NodeSyncOptions;

/** For `openphone-notion.config.ts`: `export default defineConfig({ mapping })`. */
export const defineConfig = (config: Config): Config => config;

/** A config file needs no other package: what mappings and filters are made of comes along. */
export * from "@openphone-notion/core";
