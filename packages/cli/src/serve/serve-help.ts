/** Shown by `serve --help`: what is needed, and what it means. */
export const serveHelp = `Settings come from the environment, from the .env file, or from the config file:
  OPENPHONE_API_KEY             API key (Workspace settings → API)
  OPENPHONE_WEBHOOK_SECRET      signing secrets, comma-separated: legacy base64 keys and/or whsec_…
  NOTION_API_KEY                token of a Notion connection that the databases are shared with
  NOTION_CALLS_DATABASE_ID      id or pasted URL; at least one of calls and messages
  NOTION_MESSAGES_DATABASE_ID
  NOTION_CANVAS_DATABASE_ID     contacts to link to (optional)
  NOTION_MAIL_DATABASE_ID       (optional)
  PUBLIC_URL                    where the outside reaches this server; recording links begin with it
  DATA_DIR (./data)  HOST (127.0.0.1)  PORT (8787)  WEBHOOK_PATH (/webhooks/openphone)  LOG_LEVEL (info)
  NOTION_REQUESTS_PER_MINUTE (180)  COALESCE_WINDOW_MS (5000)  DEFAULT_COUNTRY (US)
  CANVAS_POLICY (oldest)  CANVAS_PHONE_PROPERTIES  CANVAS_EMAIL_PROPERTIES  CANVAS_REFRESH_SECONDS (60)
  RECONCILE (on)  ON_TRASHED (leave)  ADMIN_TOKEN  ALERT_WEBHOOK_URL  MEDIA_ALLOWED_HOSTS
  OPENPHONE_API_BASE  OPENPHONE_API_SURFACE (auto)  NOTION_API_BASE`;
