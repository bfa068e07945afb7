import type { NamedProperties } from "../canvas/contact-properties.js";
import type { CanvasPolicy } from "../canvas/resolver.js";
import type { MediaInNotion, OnTrashed, PageBodySetting } from "../engine/parts.js";
import type { Databases } from "../engine/targets.js";
import type { Surface } from "../openphone/surface.js";
import { SyncError } from "../sync-error.js";
import { NO_CONTACTS, type SyncValues } from "./environment.js";
import { problemLine, type SettingProblem } from "./inspect-environment.js";

/** What the environment names of every platform say, checked and with their defaults. */
export interface SyncSettings {
  openphone: { apiKey: string; baseUrl: string; surface: Surface | "auto"; webhookSecrets: string[] };
  notion: {
    token: string;
    baseUrl: string;
    databases: Databases;
    requestsPerMinute: number;
    webhookToken?: string;
  };
  /** Where the outside reaches this server, as far as it was told. */
  publicUrl?: string;
  webhookPath: string;
  adminToken?: string;
  alertWebhookUrl?: string;
  mediaAllowedHosts: string[];
  mediaInNotion: MediaInNotion;
  pageBody: PageBodySetting;
  /** Absent: files are kept for ever. */
  mediaRetentionDays?: number;
  coalesceWindowMs: number;
  canvas: { policy: CanvasPolicy; properties: NamedProperties; refreshSeconds: number };
  defaultCountry: string;
  /** Whether contacts are made for numbers and addresses that none has. */
  canvasCreateMissing: boolean;
  /** Addresses and `@domains`. */
  mailOwnAddresses: string[];
  /** Whether the sync reconciles by itself. */
  reconcile: boolean;
  /** What becomes of an activity whose row was thrown away. */
  onTrashed: OnTrashed;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

/**
 * Throws one `SyncError` of code `invalid_configuration` whose message has a line for every variable that is missing or
 * wrong and says what it should hold. What receives no webhooks, or takes them unsigned, needs no signing secret.
 */
export function refuseProblems(
  problems: readonly SettingProblem[],
  { needsSecret }: { needsSecret: boolean },
): void {
  const serious = problems.filter(
    ({ name, missing }) => needsSecret || !missing || name !== "OPENPHONE_WEBHOOK_SECRET",
  );
  if (serious.length === 0) return;
  throw new SyncError(
    "invalid_configuration",
    ["These settings are missing or wrong:", ...serious.map((each) => `  ${problemLine(each)}`)].join("\n"),
    { retry: "never" },
  );
}

/** Settings from values that have no problems. */
export function syncSettings(env: SyncValues): SyncSettings {
  return {
    openphone: {
      apiKey: env.OPENPHONE_API_KEY,
      baseUrl: env.OPENPHONE_API_BASE,
      surface: env.OPENPHONE_API_SURFACE,
      webhookSecrets: env.OPENPHONE_WEBHOOK_SECRET ?? [],
    },
    notion: {
      token: env.NOTION_API_KEY,
      baseUrl: env.NOTION_API_BASE,
      databases: present({
        calls: env.NOTION_CALLS_DATABASE_ID,
        messages: env.NOTION_MESSAGES_DATABASE_ID,
        mail: env.NOTION_MAIL_DATABASE_ID,
        canvas: env.NOTION_CANVAS_DATABASE_ID === NO_CONTACTS ? undefined : env.NOTION_CANVAS_DATABASE_ID,
      }),
      requestsPerMinute: env.NOTION_REQUESTS_PER_MINUTE,
      ...present({ webhookToken: env.NOTION_WEBHOOK_TOKEN }),
    },
    webhookPath: env.WEBHOOK_PATH,
    mediaAllowedHosts: env.MEDIA_ALLOWED_HOSTS,
    mediaInNotion: env.MEDIA_IN_NOTION,
    pageBody: env.PAGE_BODY,
    coalesceWindowMs: env.COALESCE_WINDOW_MS,
    canvas: {
      policy: env.CANVAS_POLICY,
      properties: present({ phone: env.CANVAS_PHONE_PROPERTIES, email: env.CANVAS_EMAIL_PROPERTIES }),
      refreshSeconds: env.CANVAS_REFRESH_SECONDS,
    },
    defaultCountry: env.DEFAULT_COUNTRY,
    canvasCreateMissing: env.CANVAS_CREATE_MISSING,
    mailOwnAddresses: env.MAIL_OWN_ADDRESSES,
    reconcile: env.RECONCILE,
    onTrashed: env.ON_TRASHED,
    logLevel: env.LOG_LEVEL,
    ...present({
      publicUrl: env.PUBLIC_URL,
      mediaRetentionDays: env.MEDIA_RETENTION_DAYS,
      adminToken: env.ADMIN_TOKEN,
      alertWebhookUrl: env.ALERT_WEBHOOK_URL,
    }),
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const present = <T extends object>(values: T): Present<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>;
