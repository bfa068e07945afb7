import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseEnv } from "node:util";
import { SyncError } from "@openphone-notion/core";
import type { Config } from "./config-file.js";

/** The process environment with what the file adds; the environment wins. A missing file adds nothing. */
export function readEnvironment(path: string): Record<string, string | undefined> {
  const file = existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
  return { ...file, ...process.env };
}

/** The default export of a config module; `{}` when there is no such file. */
export async function loadConfig(path: string): Promise<Config> {
  const file = resolve(path);
  if (!existsSync(file)) return {};
  const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
  if (typeof module.default !== "object" || module.default === null) {
    throw new SyncError(
      "invalid_configuration",
      `${path} must have a default export: export default defineConfig({ … }).`,
      {
        retry: "never",
      },
    );
  }
  return module.default;
}
