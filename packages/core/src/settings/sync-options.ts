import type { NamedProperties } from "../canvas/contact-properties.js";
import type { NewContactTemplate } from "../canvas/missing/new-contact.js";
import type { CanvasPolicy } from "../canvas/resolver.js";
import type { MediaInNotion, OnTrashed, PageBodySetting } from "../engine/parts.js";
import type { EngineTimings } from "../engine/settings.js";
import type { Databases } from "../engine/targets.js";
import type { Filter } from "../mapping/filter.js";
import type { Mapping } from "../mapping/mapping.js";
import type { Surface } from "../openphone/surface.js";
import type { Logger } from "../ports/logger.js";

/**
 * How to run the sync, on any platform. Everything has a default or an environment name (in brackets); an option given
 * here wins over the environment.
 */
export interface SyncOptions {
  openphone?: {
    /** [`OPENPHONE_API_KEY`] */
    apiKey?: string;
    /** [`OPENPHONE_API_BASE`] Default `https://api.quo.com`. */
    baseUrl?: string;
    /** [`OPENPHONE_API_SURFACE`] Default `auto`: the dated one where it has what is asked, else v1. */
    surface?: Surface | "auto";
    /** [`OPENPHONE_WEBHOOK_SECRET`, comma-separated] Legacy base64 keys and/or `whsec_…`. */
    webhookSecrets?: readonly string[];
    /** Accept unsigned deliveries; for development on loopback only. No environment name, on purpose. */
    allowUnsigned?: boolean;
  };
  notion?: {
    /** [`NOTION_API_KEY`] */
    token?: string;
    /** [`NOTION_API_BASE`] Default `https://api.notion.com`. */
    baseUrl?: string;
    /** [`NOTION_CALLS_DATABASE_ID`, `NOTION_MESSAGES_…`, `NOTION_MAIL_…`, `NOTION_CANVAS_…`] Ids or pasted URLs. */
    databases?: Databases;
    /** [`NOTION_REQUESTS_PER_MINUTE`] 180 (default) on Free and Plus, 600 on Business and Enterprise. */
    requestsPerMinute?: number;
    /** [`NOTION_WEBHOOK_TOKEN`] Verification token of Notion's webhook. Default: the one that its handshake brought. */
    webhookToken?: string;
  };
  /** What is written where. Default `defaultMapping`. */
  mapping?: Mapping;
  /** What is synced at all. Default everything. */
  filter?: Filter;
  /** [`CANVAS_POLICY`] Which contact to link when several share a number: `oldest` (default), `all` or `none`. */
  canvasPolicy?: CanvasPolicy;
  /**
   * [`CANVAS_PHONE_PROPERTIES`, `CANVAS_EMAIL_PROPERTIES`, comma-separated] Names of the contact database's properties that
   * hold numbers and addresses, of any type that can. Default: found by type and name.
   */
  canvasProperties?: NamedProperties;
  /** [`CANVAS_REFRESH_SECONDS`] How often the contacts that have changed are read. Default 60. */
  canvasRefreshSeconds?: number;
  /**
   * [`CANVAS_CREATE_MISSING`, `on` or `off`] Make a contact for a number or address that none has. In code also the
   * columns that it gets beside its name: `{ Source: select(() => "OpenPhone") }`. Default `false`.
   */
  canvasCreateMissing?: boolean | NewContactTemplate;
  /** [`DEFAULT_COUNTRY`] For contact numbers written without a country code. Default `US`. */
  defaultCountry?: string;
  /** [`MAIL_OWN_ADDRESSES`, comma-separated] Own e-mail addresses, or domains as `@example.com`: tell a mail's direction. */
  mailOwnAddresses?: readonly string[];
  /** [`ON_TRASHED`] Whether a row that you threw away is made again with its next news: `leave` (default) or `recreate`. */
  onTrashed?: OnTrashed;
  /** [`PUBLIC_URL`] Where the outside reaches this server; links to recordings in Notion begin with it. */
  publicUrl?: string;
  /** [`WEBHOOK_PATH`] Default `/webhooks/openphone`. */
  webhookPath?: string;
  /** [`ADMIN_TOKEN`] Bearer token of the admin routes; without one they are switched off. */
  adminToken?: string;
  /** [`ALERT_WEBHOOK_URL`] Gets a JSON POST when a person is needed. */
  alertWebhookUrl?: string;
  /** [`MEDIA_ALLOWED_HOSTS`, comma-separated] Hosts (`host` or `host:port`) that media may come from although private. */
  mediaAllowedHosts?: readonly string[];
  /** [`MEDIA_IN_NOTION`] Files in Notion are a `link` to ours (default), an `upload` that Notion keeps, or `both`. */
  mediaInNotion?: MediaInNotion;
  /** [`MEDIA_RETENTION_DAYS`] Files of days longer ago are deleted, and their rows say so. Default: none is. */
  mediaRetentionDays?: number;
  /** [`PAGE_BODY`] Players and transcript in the page: `auto` (default) where it costs no request, `always` or `off`. */
  pageBody?: PageBodySetting;
  /** [`COALESCE_WINDOW_MS`] How long an event that is not urgent may wait for others of its activity. Default 5,000. */
  coalesceWindowMs?: number;
  /** [`RECONCILE`, `on` or `off`] Compare with OpenPhone every 6 hours and repair what differs. Default `true`. */
  reconcile?: boolean;
  /** [`LOG_LEVEL`] `debug`, `info` (default), `warn`, `error` or `silent`. */
  logLevel?: "debug" | "info" | "warn" | "error" | "silent";
  /** Takes the place of the JSON lines on standard output. */
  logger?: Logger;
  /** Finer times than `coalesceWindowMs`. */
  timings?: Partial<EngineTimings>;
}
