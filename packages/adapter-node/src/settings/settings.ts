import { refuseProblems, type SyncSettings, syncSettings } from "@openphone-notion/core";
import type { Values } from "./environment.js";
import { inspectSettings } from "./inspect-settings.js";
import type { NodeSyncOptions } from "./options.js";
import { type S3Settings, s3Settings } from "./s3-settings.js";

/** The environment names and the options that carry plain values, checked and with their defaults. */
export interface Settings extends SyncSettings {
  dataDir: string;
  /** Absent: media files lie under the data folder. */
  s3?: S3Settings;
  host: string;
  port: number;
  /** Absent: `http://localhost:<port>`, which only this machine can open. */
  publicUrl?: string;
}

/**
 * Reads options and environment into settings. Throws one `SyncError` of code `invalid_configuration` whose
 * message has a line for every variable that is missing or wrong and says what it should hold. A program that
 * receives no webhooks needs no signing secret.
 */
export function readSettings(
  options: NodeSyncOptions,
  environment: Readonly<Record<string, string | undefined>>,
  { receives = true }: { receives?: boolean } = {},
): Settings {
  const { values, problems } = inspectSettings(options, environment);
  refuseProblems(problems, { needsSecret: receives && options.openphone?.allowUnsigned !== true });
  const env = values as Values;
  const s3 = s3Settings(env);
  return {
    ...syncSettings(env),
    ...{ dataDir: env.DATA_DIR, host: env.HOST, port: env.PORT },
    ...(s3 ? { s3 } : {}),
  };
}
