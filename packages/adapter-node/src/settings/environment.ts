import { notionId } from "@openphone-notion/core";
import * as z from "zod";
import type { NodeSyncOptions } from "./options.js";

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

/** What the id of a database may be. */
export const DATABASE = "a Notion database id, data source id or pasted URL";
const database = z
  .string()
  .refine((text) => notionId(text) !== undefined, { error: DATABASE })
  .optional();
const SECRETS =
  "the webhook's signing secret: base64 (legacy) or whsec_… (new system); several separated by commas";
/** What `S3_BUCKET` may be. */
export const BUCKET = "the name of a bucket that is there";
export const S3_KEYS =
  "both S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY, or neither to use what the AWS SDK finds";
/** Base64 of at least six bytes, whole groups of four. */
const SECRET = /^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){2,}(?:[A-Za-z0-9+/]{2,3}={0,2})?$/;

/** One entry for each environment name; its error text says what the variable should hold. */
export const ENVIRONMENT = z.object({
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
  STORAGE: z.enum(["disk", "s3"], { error: "disk or s3" }).default("disk"),
  S3_BUCKET: z
    .string()
    .regex(/^[\w.-]{3,255}$/, { error: BUCKET })
    .optional(),
  S3_PREFIX: z
    .string()
    .regex(/^[^/\s].*\/$/, {
      error: "what the names in the bucket begin with, such as openphone/, ending in a slash",
    })
    .optional(),
  S3_ENDPOINT: url("the http(s) URL of an S3 service other than AWS").optional(),
  S3_REGION: z
    .string()
    .regex(/^[\w-]+$/, { error: "a region such as eu-central-1, or auto" })
    .optional(),
  S3_ACCESS_KEY_ID: secretText(S3_KEYS).optional(),
  S3_SECRET_ACCESS_KEY: secretText(S3_KEYS).optional(),
  S3_PATH_STYLE: z
    .enum(["on", "off"], { error: "on or off" })
    .transform((value) => value === "on")
    .optional(),
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
  RECONCILE: z
    .enum(["on", "off"], { error: "on or off" })
    .default("on")
    .transform((value) => value === "on"),
  ON_TRASHED: z.enum(["leave", "recreate"], { error: "leave or recreate" }).default("leave"),
  LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], { error: "debug, info, warn, error or silent" })
    .default("info"),
});

/** The checked values, by environment name. */
export type Values = z.output<typeof ENVIRONMENT>;

/** The option for each environment name, as the text the variable would hold. */
export function asEnvironment(options: NodeSyncOptions): Record<string, string | undefined> {
  const { openphone, notion } = options;
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  const onOff = (value: boolean | undefined) => (value === undefined ? undefined : value ? "on" : "off");
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
    STORAGE: options.storage,
    S3_BUCKET: options.s3?.bucket,
    S3_PREFIX: options.s3?.prefix,
    S3_ENDPOINT: options.s3?.endpoint,
    S3_REGION: options.s3?.region,
    S3_ACCESS_KEY_ID: options.s3?.accessKeyId,
    S3_SECRET_ACCESS_KEY: options.s3?.secretAccessKey,
    S3_PATH_STYLE: onOff(options.s3?.pathStyle),
    HOST: options.host,
    PORT: text(options.port),
    PUBLIC_URL: options.publicUrl,
    WEBHOOK_PATH: options.webhookPath,
    ADMIN_TOKEN: options.adminToken,
    ALERT_WEBHOOK_URL: options.alertWebhookUrl,
    MEDIA_ALLOWED_HOSTS: options.mediaAllowedHosts?.join(","),
    COALESCE_WINDOW_MS: text(options.coalesceWindowMs),
    DEFAULT_COUNTRY: options.defaultCountry,
    RECONCILE: onOff(options.reconcile),
    ON_TRASHED: options.onTrashed,
    LOG_LEVEL: options.logLevel,
  };
}
