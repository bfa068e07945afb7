import { inspectSettings, openStorage, s3Settings } from "@openphone-notion/adapter-node";
import { type Storage, silentLogger } from "@openphone-notion/core";
import { loadConfig, readEnvironment } from "../load-config.js";
import type { StateOptions } from "../with-state.js";

/** Runs `work` with the storage that the settings choose; needs no keys of OpenPhone or Notion. */
export async function withStorage<T>(
  options: StateOptions,
  work: (storage: Storage) => Promise<T>,
): Promise<T> {
  const { values } = inspectSettings(await loadConfig(options.config), readEnvironment(options.settings));
  const s3 = s3Settings(values);
  const opened = await openStorage(
    { dataDir: values.DATA_DIR ?? "./data", ...(s3 ? { s3 } : {}) },
    silentLogger,
  );
  try {
    return await work(opened.storage);
  } finally {
    opened.close();
  }
}
