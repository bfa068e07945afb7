export { assembleSync, type Platform, type Sync } from "./assemble-sync.js";
export type { Canvas } from "./canvas/canvas.js";
export { type ContactPropertiesCheck, checkContactProperties } from "./canvas/check-contact-properties.js";
export {
  type ContactProperties,
  findContactProperties,
  type NamedProperties,
} from "./canvas/contact-properties.js";
export type { NewContact, NewContactTemplate } from "./canvas/missing/new-contact.js";
export type { CanvasPolicy } from "./canvas/resolver.js";
export * from "./engine/engine.js";
export type { Failpoint, Failpoints } from "./engine/failpoints.js";
export type { Delivery, Ingest, Receipt } from "./engine/ingest.js";
export type { MediaArchive, MediaInNotion, OnTrashed, PageBodySetting } from "./engine/parts.js";
export { defaultTimings, type EngineTimings } from "./engine/settings.js";
export type { SweepOptions } from "./engine/sweep.js";
export type { Databases, SchemaCache } from "./engine/targets.js";
export { inboxId } from "./events/inbox-id.js";
export { signLegacy } from "./events/legacy-signature.js";
export * from "./events/normalised-event.js";
export { parseEvent } from "./events/parse-event.js";
export type { ReadKey } from "./events/signing-key.js";
export { signStandard } from "./events/standard-signature.js";
export * from "./events/verify.js";
export * from "./history/index.js";
export { canonicalJson, type Json } from "./json.js";
export * from "./key.js";
export type { IngestMail, MailOptions, MailReceipt } from "./mail/ingest-mail.js";
export type * from "./mail/mail-input.js";
export type { BodySection } from "./mapping/body.js";
export { checkMapping, type MappingCheck } from "./mapping/check-mapping.js";
export { columnsOf, type NaturalType } from "./mapping/columns-of.js";
export { defaultMapping } from "./mapping/default-mapping.js";
export { defineMapping } from "./mapping/define-mapping.js";
export type { PropertyValue } from "./mapping/encoder.js";
export { createFilter, type Filter, type FilterOptions, type FilterReason } from "./mapping/filter.js";
export type { Mapping } from "./mapping/mapping.js";
export { type Projection, project } from "./mapping/project.js";
export * from "./mapping/property.js";
export * from "./mapping/property-builders.js";
export { strayRelations } from "./mapping/stray-relations.js";
export * from "./media/archiver.js";
export { assertFetchableUrl, isAllowedHost } from "./media/fetchable-url.js";
export type { CreateDigest, DigestAlgorithm, MediaDigest } from "./media/media-digest.js";
export * from "./media/media-key.js";
export * from "./media/media-policy.js";
export * from "./media/media-secret.js";
export type { MediaFetch } from "./media/open-media.js";
export { isPublicAddress } from "./media/public-address.js";
export * from "./media/signed-path.js";
export { MEDIA_FOLDERS } from "./media/stored-since.js";
export * from "./notion/crawl-rows.js";
export * from "./notion/gateway.js";
export { notionId } from "./notion/notion-id.js";
export { rowId } from "./notion/row-id.js";
export { sameValue } from "./notion/same-value.js";
export type { Sameness } from "./notion/sameness.js";
export type { Schema, SchemaProperty } from "./notion/schema.js";
export type * from "./notion/shared-objects.js";
export type { NotionFetch } from "./notion/transport.js";
export {
  createNotionWebhook,
  type NotionWebhook,
  type NotionWebhookOptions,
} from "./notion-webhook/notion-webhook.js";
export { acceptOffered, readWebhookTokens, type WebhookTokens } from "./notion-webhook/webhook-tokens.js";
export type { CallQuery, MessageQuery } from "./openphone/activity-lists.js";
export {
  createOpenPhoneClient,
  type OpenPhoneClient,
  type OpenPhoneClientOptions,
} from "./openphone/client.js";
export type { ContactField, ContactQuery } from "./openphone/contact-routes.js";
export type { ConversationQuery } from "./openphone/conversation-routes.js";
export type { DeliveryQuery, LoggedDelivery } from "./openphone/delivery-routes.js";
export { createHistorySource, type HistorySourceOptions } from "./openphone/history/create-history-source.js";
export type * from "./openphone/history/history-source.js";
export { isSameUrl } from "./openphone/is-same-url.js";
export { type LegacyWebhookFamily, legacyWebhookEvents } from "./openphone/legacy-webhook-routes.js";
export type * from "./openphone/rest-object.js";
export type { Surface } from "./openphone/surface.js";
export type { TimeRange } from "./openphone/time-range.js";
export type { Webhook, WebhookInput } from "./openphone/webhook-object.js";
export type { NumberUsers } from "./openphone/workspace-routes.js";
export {
  type BottleneckRateLimiterOptions,
  createBottleneckRateLimiter,
} from "./pacing/bottleneck-rate-limiter.js";
export { type Budget, notionBudget, openPhoneBudget } from "./pacing/budgets.js";
export { createLeasedLimiter, type LeasedLimiter, type RemoteWindow } from "./pacing/leased-limiter.js";
export { type MeteredLimiter, metered } from "./pacing/metered-limiter.js";
export {
  createPermitWindow,
  type PermitGrant,
  type PermitRequest,
  type PermitsGiven,
  type PermitWindow,
} from "./pacing/permit-window.js";
export type { SharedNote } from "./pacing/shared-note.js";
export { createSharedRateLimiter, type SharedRateLimiterOptions } from "./pacing/shared-rate-limiter.js";
export type { Alert, Alerts } from "./ports/alerts.js";
export type * from "./ports/canvas-state.js";
export * from "./ports/clock.js";
export * from "./ports/logger.js";
export * from "./ports/queue.js";
export * from "./ports/rate-limiter.js";
export * from "./ports/state-queries.js";
export * from "./ports/state-store.js";
export * from "./ports/storage.js";
export * from "./priority.js";
export * from "./record/activity.js";
export type { CallOutcome } from "./record/call-outcome.js";
export { type Directory, emptyDirectory } from "./record/directory.js";
export { foldRecord, mergeRecords } from "./record/merge.js";
export type { MessageOutcome } from "./record/message-outcome.js";
export { phoneNumberOf } from "./record/phone-number-of.js";
export * from "./record/record.js";
export { asEnvironment, environmentSchema, NO_CONTACTS, type SyncValues } from "./settings/environment.js";
export * from "./settings/inspect-environment.js";
export * from "./settings/read-settings.js";
export * from "./settings/setting-text.js";
export type { SyncOptions } from "./settings/sync-options.js";
export { applyDatabases, type SetUpDatabase, type SetupResult } from "./setup/apply-databases.js";
export { planDatabases } from "./setup/plan-databases.js";
export type { DatabaseName, SetupOptions } from "./setup/setup-options.js";
export { type DatabasePlan, isSetUp, type PlannedProperty, type SetupPlan } from "./setup/setup-plan.js";
export {
  type BodyHash,
  type BodyPart,
  type IncomingBody,
  openIncomingBody,
  type ToldOfBody,
} from "./storage/incoming-body.js";
export { objectName } from "./storage/object-name.js";
export { type PartSettings, type PartsTarget, sendInParts } from "./storage/send-in-parts.js";
export { fromUserMetadata, toUserMetadata } from "./storage/user-metadata.js";
export * from "./sync-error.js";
export { type DailyReport, dailyReports, reportWhenDue } from "./upkeep/daily-report.js";
export { type FolderStats, mediaStats } from "./upkeep/media-stats.js";
export { publicHealth, type SyncHealth } from "./upkeep/public-health.js";
export { purgeOld } from "./upkeep/purge-old.js";
export {
  type BeginReconcile,
  type DuePass,
  duePass,
  makePass,
  reconcileWhenDue,
} from "./upkeep/reconcile-when-due.js";
export * from "./upkeep/retain-media.js";
export { retainMediaWhenDue } from "./upkeep/retain-media-when-due.js";
export { createWebhookAlerts } from "./upkeep/webhook-alerts.js";
