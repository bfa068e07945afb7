export type { AdminOptions } from "./admin-routes.js";
export { createHttpApp, type HttpApp, type HttpAppOptions } from "./app.js";
export { MAIL_TIMEOUT_MS, type MailRouteOptions } from "./mail-route.js";
export type { MediaOptions } from "./media-route.js";
export type { NotionWebhookOptions } from "./notion-webhook-route.js";
