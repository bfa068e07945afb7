import { type Databases, notionId, SyncError } from "@openphone-notion/core";
import * as z from "zod";
import type { NodeSyncOptions } from "./options.js";

/** The environment names and the options that carry plain values, checked and with their defaults. */
export interface Settings {
  openphone: { apiKey: string; baseUrl: string; webhookSecrets: string[] };
  notion: { token: string; baseUrl: string; databases: Databases; requestsPerMinute: number };
  dataDir: string;
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
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

const url = (holds: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), { error: holds })
    .transform((text) => text.replace(/\/+$/, ""));
const secretText = (holds: string) => z.string({ error: holds }).regex(/^[\x21-\x7e]+$/, { error: holds });
const whole = (holds: string, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: holds })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: holds });
const list = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

const DATABASE = "a Notion database id, data source id or pasted URL";
const database = z
  .string()
  .refine((text) => notionId(text) !== undefined, { error: DATABASE })
  .optional();
const SECRETS =
  "the webhook's signing secret: base64 (legacy) or whsec_… (new system); several separated by commas";
/** Base64 of at least six bytes, whole groups of four. */
const SECRET = /^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){2,}(?:[A-Za-z0-9+/]{2,3}={0,2})?$/;

/** One entry for each environment name; its error text says what the variable should hold. */
const ENVIRONMENT = z.object({
  OPENPHONE_API_KEY: secretText("the API key from Workspace settings → API"),
  OPENPHONE_API_BASE: url("an http(s) URL").default("https://api.quo.com"),
  OPENPHONE_WEBHOOK_SECRET: z
    .string({ error: SECRETS })
    .pipe(list)
    .refine((secrets) => secrets.length > 0 && secrets.every((secret) => SECRET.test(secret)), {
      error: SECRETS,
    }),
  NOTION_API_KEY: secretText("the token of a Notion connection (ntn_… or secret_…)"),
  NOTION_API_BASE: url("an http(s) URL").default("https://api.notion.com"),
  NOTION_CALLS_DATABASE_ID: database,
  NOTION_MESSAGES_DATABASE_ID: database,
  NOTION_MAIL_DATABASE_ID: database,
  NOTION_CANVAS_DATABASE_ID: database,
  NOTION_REQUESTS_PER_MINUTE: whole("a whole number from 1 to 600", 1, 600).default(180),
  DATA_DIR: z.string().default("./data"),
  HOST: z.string().default("127.0.0.1"),
  PORT: whole("a port number from 0 to 65535", 0, 65_535).default(8787),
  PUBLIC_URL: url("the http(s) URL at which the outside reaches this server").optional(),
  WEBHOOK_PATH: z
    .string()
    .regex(/^\/(?!(?:health|media|admin)(?:\/|$))[\w\-./]+$/, {
      error: "a path such as /webhooks/openphone; not /health, /media or /admin",
    })
    .default("/webhooks/openphone"),
  ADMIN_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, { error: "at least 16 characters without spaces" })
    .optional(),
  ALERT_WEBHOOK_URL: url("an http(s) URL that takes a JSON POST").optional(),
  MEDIA_ALLOWED_HOSTS: list
    .refine((hosts) => hosts.every((host) => /^[\w.\-[\]:]+$/.test(host)), {
      error: "hosts (host or host:port) separated by commas",
    })
    .default([]),
  COALESCE_WINDOW_MS: whole("milliseconds from 0 to 600000", 0, 600_000).default(5_000),
  DEFAULT_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: "a two-letter country code such as US" })
    .default("US"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], { error: "debug, info, warn, error or silent" })
    .default("info"),
});

/** The option for each environment name, as the text the variable would hold. */
function asEnvironment(options: NodeSyncOptions): Record<string, string | undefined> {
  const { openphone, notion } = options;
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  return {
    OPENPHONE_API_KEY: openphone?.apiKey,
    OPENPHONE_API_BASE: openphone?.baseUrl,
    OPENPHONE_WEBHOOK_SECRET: openphone?.webhookSecrets?.join(","),
    NOTION_API_KEY: notion?.token,
    NOTION_API_BASE: notion?.baseUrl,
    NOTION_CALLS_DATABASE_ID: notion?.databases?.calls,
    NOTION_MESSAGES_DATABASE_ID: notion?.databases?.messages,
    NOTION_MAIL_DATABASE_ID: notion?.databases?.mail,
    NOTION_CANVAS_DATABASE_ID: notion?.databases?.canvas,
    NOTION_REQUESTS_PER_MINUTE: text(notion?.requestsPerMinute),
    DATA_DIR: options.dataDir,
    HOST: options.host,
    PORT: text(options.port),
    PUBLIC_URL: options.publicUrl,
    WEBHOOK_PATH: options.webhookPath,
    ADMIN_TOKEN: options.adminToken,
    ALERT_WEBHOOK_URL: options.alertWebhookUrl,
    MEDIA_ALLOWED_HOSTS: options.mediaAllowedHosts?.join(","),
    COALESCE_WINDOW_MS: text(options.coalesceWindowMs),
    DEFAULT_COUNTRY: options.defaultCountry,
    LOG_LEVEL: options.logLevel,
  };
}

/**
 * Reads options and environment into settings. Throws one `SyncError` of code `invalid_configuration` whose
 * message has a line for every variable that is missing or wrong and says what it should hold.
 */
export function readSettings(
  options: NodeSyncOptions,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const given = asEnvironment(options);
  const input: Record<string, string> = {};
  for (const name of Object.keys(ENVIRONMENT.shape)) {
    const value = (given[name] ?? environment[name])?.trim();
    if (value) input[name] = value;
  }
  const unsigned = options.openphone?.allowUnsigned === true && !input.OPENPHONE_WEBHOOK_SECRET;
  const schema = unsigned ? ENVIRONMENT.extend({ OPENPHONE_WEBHOOK_SECRET: list.optional() }) : ENVIRONMENT;

  const parsed = schema.safeParse(input);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => problem(String(issue.path[0]), issue.message, input));
  if (!input.NOTION_CALLS_DATABASE_ID && !input.NOTION_MESSAGES_DATABASE_ID) {
    const holds = `${DATABASE} (at least one of calls and messages)`;
    problems.push(
      problem("NOTION_CALLS_DATABASE_ID", holds, input),
      problem("NOTION_MESSAGES_DATABASE_ID", holds, input),
    );
  }
  if (!parsed.success || problems.length > 0) {
    throw new SyncError(
      "invalid_configuration",
      ["These settings are missing or wrong:", ...problems].join("\n"),
      {
        retry: "never",
      },
    );
  }
  const env = parsed.data;
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
    logLevel: env.LOG_LEVEL,
    ...present({
      publicUrl: env.PUBLIC_URL,
      adminToken: env.ADMIN_TOKEN,
      alertWebhookUrl: env.ALERT_WEBHOOK_URL,
    }),
  };
}

const problem = (name: string, holds: string, input: Readonly<Record<string, string>>): string =>
  `  ${name} ${name in input ? "is not valid" : "is missing"}: it should hold ${holds}.`;

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
