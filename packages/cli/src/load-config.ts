import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseEnv } from "node:util";
import { SyncError } from "@openphone-notion/core";
import type { Config } from "./config-file.js";
import { readEnvText } from "./env-text.js";

/**
 * The process environment with what the file adds; the environment wins, but for names that are empty there, as Compose
 * leaves them. Without a path, `.env` if there is one.
 */
export function readEnvironment(path: string | undefined): Record<string, string | undefined> {
  const file = existing(path, ".env");
  const set = Object.entries(process.env).filter(([, value]) => value?.trim());
  return { ...(file ? parseEnv(readEnvText(file)) : {}), ...Object.fromEntries(set) };
}

/** The default export of a config module. Without a path, `openphone-notion.config.ts` or `.js` if there is one. */
export async function loadConfig(path: string | undefined): Promise<Config> {
  const file = existing(path, "openphone-notion.config.ts", "openphone-notion.config.js");
  if (!file) return {};
  const module = await importConfig(file);
  if (typeof module.default !== "object" || module.default === null) {
    throw new SyncError(
      "invalid_configuration",
      `${file} must have a default export: export default defineConfig({ … }).`,
      {
        retry: "never",
      },
    );
  }
  return module.default;
}

async function importConfig(file: string): Promise<{ default?: unknown }> {
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    throw new SyncError(
      "invalid_configuration",
      `${file} cannot be loaded (${name}: ${message}). Packages that it imports must be installed beside it; files of yours are imported with their extension, as in "./mapping.ts"; types are stripped, so no enums.`,
      { retry: "never", cause },
    );
  }
}

/** The file that was asked for, which must be there, or the first of the usual ones that is. */
function existing(path: string | undefined, ...usual: string[]): string | undefined {
  if (path === undefined) return usual.map((name) => resolve(name)).find((file) => existsSync(file));
  if (existsSync(path)) return resolve(path);
  throw new SyncError("invalid_configuration", `There is no file ${path}.`, { retry: "never" });
}
