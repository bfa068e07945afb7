import { type Databases, type OnTrashed, SyncError } from "@openphone-notion/core";
import type { S3StorageOptions } from "@openphone-notion/storage-s3";
import type { Values } from "./environment.js";
import { inspectSettings, problemLine } from "./inspect-settings.js";
import type { NodeSyncOptions } from "./options.js";
import { s3Settings } from "./s3-settings.js";

/** The environment names and the options that carry plain values, checked and with their defaults. */
export interface Settings {
  openphone: { apiKey: string; baseUrl: string; webhookSecrets: string[] };
  notion: { token: string; baseUrl: string; databases: Databases; requestsPerMinute: number };
  dataDir: string;
  /** Absent: media files lie under the data folder. */
  s3?: S3StorageOptions;
  host: string;
  port: number;
  /** Absent: `http://localhost:<port>`, which only this machine can open. */
  publicUrl?: string;
  webhookPath: string;
  adminToken?: string;
  alertWebhookUrl?: string;
  mediaAllowedHosts: string[];
  coalesceWindowMs: number;
  defaultCountry: string;
  /** Whether the sync reconciles by itself. */
  reconcile: boolean;
  /** What becomes of an activity whose row was thrown away. */
  onTrashed: OnTrashed;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
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
  const unsigned = options.openphone?.allowUnsigned === true || !receives;
  const serious = problems.filter(
    ({ name, missing }) => !(unsigned && missing && name === "OPENPHONE_WEBHOOK_SECRET"),
  );
  if (serious.length > 0) {
    throw new SyncError(
      "invalid_configuration",
      ["These settings are missing or wrong:", ...serious.map((each) => `  ${problemLine(each)}`)].join("\n"),
      { retry: "never" },
    );
  }
  const env = values as Values;
  return {
    openphone: {
      apiKey: env.OPENPHONE_API_KEY,
      baseUrl: env.OPENPHONE_API_BASE,
      webhookSecrets: env.OPENPHONE_WEBHOOK_SECRET ?? [],
    },
    notion: {
      token: env.NOTION_API_KEY,
      baseUrl: env.NOTION_API_BASE,
      databases: present({
        calls: env.NOTION_CALLS_DATABASE_ID,
        messages: env.NOTION_MESSAGES_DATABASE_ID,
        mail: env.NOTION_MAIL_DATABASE_ID,
        canvas: env.NOTION_CANVAS_DATABASE_ID,
      }),
      requestsPerMinute: env.NOTION_REQUESTS_PER_MINUTE,
    },
    dataDir: env.DATA_DIR,
    host: env.HOST,
    port: env.PORT,
    webhookPath: env.WEBHOOK_PATH,
    mediaAllowedHosts: env.MEDIA_ALLOWED_HOSTS,
    coalesceWindowMs: env.COALESCE_WINDOW_MS,
    defaultCountry: env.DEFAULT_COUNTRY,
    reconcile: env.RECONCILE,
    onTrashed: env.ON_TRASHED,
    logLevel: env.LOG_LEVEL,
    ...present({
      s3: s3Settings(env),
      publicUrl: env.PUBLIC_URL,
      adminToken: env.ADMIN_TOKEN,
      alertWebhookUrl: env.ALERT_WEBHOOK_URL,
    }),
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
