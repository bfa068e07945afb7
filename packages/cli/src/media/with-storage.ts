import { inspectSettings, openStorage, s3Settings } from "@openphone-notion/adapter-node";
import { problemLine, type Storage, silentLogger } from "@openphone-notion/core";
import { usageError } from "../failure.js";
import { loadConfig, readEnvironment } from "../load-config.js";
import type { StateOptions } from "../with-state.js";
import { storageProblems } from "./storage-problems.js";

/** Runs `work` with the config's own storage, or that which the settings choose; needs no keys of OpenPhone or Notion. */
export async function withStorage<T>(
  options: StateOptions,
  work: (storage: Storage) => Promise<T>,
): Promise<T> {
  const config = await loadConfig(options.config);
  if (config.adapters?.storage) return work(config.adapters.storage);
  const inspection = inspectSettings(config, readEnvironment(options.settings));
  const wrong = storageProblems(inspection);
  if (wrong.length > 0) throw usageError(wrong.map(problemLine).join("\n"));
  const { values } = inspection;
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
