import * as z from "zod";
import { notionId } from "../notion/notion-id.js";
import {
  listSetting,
  onOffSetting,
  secretSetting,
  settingText,
  urlSetting,
  wholeSetting,
} from "./setting-text.js";
import type { SyncOptions } from "./sync-options.js";

/** What the id of a database may be. */
export const DATABASE = "a Notion database id, data source id or pasted URL";
const database = () =>
  z
    .string()
    .refine((text) => notionId(text) !== undefined, { error: DATABASE })
    .optional();
/** In the place of the contact database: nothing is to be linked, and nobody need be asked about it again. */
export const NO_CONTACTS = "none";
const contacts = () =>
  z
    .string()
    .refine((text) => text === NO_CONTACTS || notionId(text) !== undefined, {
      error: `${DATABASE}, or ${NO_CONTACTS}`,
    })
    .optional();
const namesSetting = () =>
  listSetting.refine((names) => names.length > 0, {
    error: "names of properties of the contact database, separated by commas",
  });
const SECRETS =
  "the webhook's signing secret: base64 (legacy) or whsec_… (new system); several separated by commas";
/** Base64 of at least six bytes, whole groups of four. */
const SECRET = /^(?:whsec_)?(?:[A-Za-z0-9+/]{4}){2,}(?:[A-Za-z0-9+/]{2,3}={0,2})?$/;

/**
 * One entry for each environment name that every platform has; its error text says what the variable should hold. A
 * platform extends it with its own. Made when it is asked for: that takes longer than all the rest of a Worker's start.
 */
export const environmentSchema = () =>
  z.object({
    OPENPHONE_API_KEY: secretSetting("the API key from Workspace settings → API"),
    OPENPHONE_API_BASE: urlSetting("an http(s) URL").default("https://api.quo.com"),
    OPENPHONE_API_SURFACE: z
      .enum(["auto", "2026-03-30", "v1"], { error: "auto, 2026-03-30 or v1" })
      .default("auto"),
    OPENPHONE_WEBHOOK_SECRET: z
      .string({ error: SECRETS })
      .pipe(listSetting)
      .refine((secrets) => secrets.length > 0 && secrets.every((secret) => SECRET.test(secret)), {
        error: SECRETS,
      }),
    NOTION_API_KEY: secretSetting("the token of a Notion connection (ntn_… or secret_…)"),
    NOTION_API_BASE: urlSetting("an http(s) URL").default("https://api.notion.com"),
    NOTION_CALLS_DATABASE_ID: database(),
    NOTION_MESSAGES_DATABASE_ID: database(),
    NOTION_MAIL_DATABASE_ID: database(),
    NOTION_CANVAS_DATABASE_ID: contacts(),
    NOTION_WEBHOOK_TOKEN: secretSetting("the verification token of Notion's webhook").optional(),
    NOTION_REQUESTS_PER_MINUTE: wholeSetting("a whole number from 1 to 600", 1, 600).default(180),
    PUBLIC_URL: urlSetting("the http(s) URL at which the outside reaches this server").optional(),
    WEBHOOK_PATH: z
      .string()
      .regex(/^\/(?!(?:health|media|admin|phone|webhooks\/notion)(?:\/|$))[\w\-./]+$/, {
        error: "a path such as /webhooks/openphone; not /health, /media, /admin, /phone or /webhooks/notion",
      })
      .default("/webhooks/openphone"),
    ADMIN_TOKEN: z
      .string()
      .regex(/^[\x21-\x7e]{16,}$/, { error: "at least 16 characters without spaces" })
      .optional(),
    ALERT_WEBHOOK_URL: urlSetting("an http(s) URL that takes a JSON POST").optional(),
    MEDIA_ALLOWED_HOSTS: listSetting
      .refine((hosts) => hosts.every((host) => /^[\w.\-[\]:]+$/.test(host)), {
        error: "hosts (host or host:port) separated by commas",
      })
      .default([]),
    MEDIA_IN_NOTION: z.enum(["link", "upload", "both"], { error: "link, upload or both" }).default("link"),
    MEDIA_RETENTION_DAYS: wholeSetting("a whole number of days from 1 to 36500", 1, 36_500).optional(),
    PAGE_BODY: z.enum(["auto", "always", "off"], { error: "auto, always or off" }).default("auto"),
    COALESCE_WINDOW_MS: wholeSetting("milliseconds from 0 to 600000", 0, 600_000).default(5_000),
    CANVAS_POLICY: z.enum(["oldest", "all", "none"], { error: "oldest, all or none" }).default("oldest"),
    CANVAS_PHONE_PROPERTIES: namesSetting().optional(),
    CANVAS_EMAIL_PROPERTIES: namesSetting().optional(),
    CANVAS_REFRESH_SECONDS: wholeSetting("seconds from 10 to 86400", 10, 86_400).default(60),
    DEFAULT_COUNTRY: z
      .string()
      .regex(/^[A-Z]{2}$/, { error: "a two-letter country code such as US" })
      .default("US"),
    CANVAS_CREATE_MISSING: onOffSetting.default(false),
    MAIL_OWN_ADDRESSES: listSetting
      .refine((entries) => entries.every((entry) => /^[^\s@]*@[^\s@]+$/.test(entry)), {
        error: "e-mail addresses, or domains as @example.com, separated by commas",
      })
      .default([]),
    RECONCILE: onOffSetting.default(true),
    ON_TRASHED: z.enum(["leave", "recreate"], { error: "leave or recreate" }).default("leave"),
    LOG_LEVEL: z
      .enum(["debug", "info", "warn", "error", "silent"], { error: "debug, info, warn, error or silent" })
      .default("info"),
  });

/** The checked values, by environment name. */
export type SyncValues = z.output<ReturnType<typeof environmentSchema>>;

/** The option for each environment name, as the text the variable would hold. */
export function asEnvironment(options: SyncOptions): Record<keyof SyncValues, string | undefined> {
  const { openphone, notion } = options;
  return {
    OPENPHONE_API_KEY: openphone?.apiKey,
    OPENPHONE_API_BASE: openphone?.baseUrl,
    OPENPHONE_API_SURFACE: openphone?.surface,
    OPENPHONE_WEBHOOK_SECRET: openphone?.webhookSecrets?.join(","),
    NOTION_API_KEY: notion?.token,
    NOTION_API_BASE: notion?.baseUrl,
    NOTION_CALLS_DATABASE_ID: notion?.databases?.calls,
    NOTION_MESSAGES_DATABASE_ID: notion?.databases?.messages,
    NOTION_MAIL_DATABASE_ID: notion?.databases?.mail,
    NOTION_CANVAS_DATABASE_ID: notion?.databases?.canvas,
    NOTION_WEBHOOK_TOKEN: notion?.webhookToken,
    NOTION_REQUESTS_PER_MINUTE: settingText(notion?.requestsPerMinute),
    PUBLIC_URL: options.publicUrl,
    WEBHOOK_PATH: options.webhookPath,
    ADMIN_TOKEN: options.adminToken,
    ALERT_WEBHOOK_URL: options.alertWebhookUrl,
    MEDIA_ALLOWED_HOSTS: options.mediaAllowedHosts?.join(","),
    MEDIA_IN_NOTION: options.mediaInNotion,
    MEDIA_RETENTION_DAYS: settingText(options.mediaRetentionDays),
    PAGE_BODY: options.pageBody,
    COALESCE_WINDOW_MS: settingText(options.coalesceWindowMs),
    CANVAS_POLICY: options.canvasPolicy,
    CANVAS_PHONE_PROPERTIES: options.canvasProperties?.phone?.join(","),
    CANVAS_EMAIL_PROPERTIES: options.canvasProperties?.email?.join(","),
    CANVAS_REFRESH_SECONDS: settingText(options.canvasRefreshSeconds),
    DEFAULT_COUNTRY: options.defaultCountry,
    // A template says yes.
    CANVAS_CREATE_MISSING: settingText(
      typeof options.canvasCreateMissing === "object" ? true : options.canvasCreateMissing,
    ),
    MAIL_OWN_ADDRESSES: options.mailOwnAddresses?.join(","),
    RECONCILE: settingText(options.reconcile),
    ON_TRASHED: options.onTrashed,
    LOG_LEVEL: options.logLevel,
  };
}
