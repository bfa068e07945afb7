export type { Unwritten } from "./engine/noting.js";
export { type SyncedOne, type SyncOneOptions, syncOne } from "./engine/sync-one.js";
export type { RateLimitReason } from "./notion/api-error.js";
export { ConnectionReset } from "./notion/connection-reset.js";
export {
  type DeclaredDatabase,
  type FakeNotion,
  fakeNotion,
  type ReadableUpload,
} from "./notion/fake-notion.js";
export type { Fault, FaultName, FaultSpec, Faults, FaultTarget } from "./notion/faults.js";
export type { ColumnSpec, ColumnSpecs, FakeNotionOptions, Plan } from "./notion/options.js";
export type { TypedValues } from "./notion/person.js";
export type { PlainFile, PlainValue } from "./notion/plain-value.js";
export type { ReadableBlock, ReadablePage } from "./notion/readable-page.js";
export type { LoggedRequest, RequestCounts } from "./notion/request-log.js";
export { type FakeOpenPhone, type FakeOpenPhoneOptions, fakeOpenPhone } from "./openphone/fake-openphone.js";
export {
  type FakeMediaFile,
  type FakeMediaHost,
  type FakeMediaHostOptions,
  fakeMediaHost,
  type MediaServing,
} from "./openphone/media-host.js";
export {
  createWebhookSender,
  type LegacyWebhookKeys,
  type SentDelivery,
  type WebhookSender,
  type WebhookSenderOptions,
} from "./openphone/webhook-sender.js";
export { type CallCompletedOptions, callCompleted } from "./payloads/call-completed.js";
export type { CallOptions } from "./payloads/call-facts.js";
export {
  type CallEventOptions,
  type CallMenuSelectedOptions,
  callAnswered,
  callForwarded,
  callMenuSelected,
  callMissed,
  callRinging,
} from "./payloads/call-lifecycle-events.js";
export {
  type CallRecordingCompletedOptions,
  callRecordingCompleted,
} from "./payloads/call-recording-completed.js";
export {
  type CallSummaryCompletedOptions,
  callSummaryCompleted,
  type SummaryJob,
} from "./payloads/call-summary-completed.js";
export {
  type CallTranscriptCompletedOptions,
  callTranscriptCompleted,
  type SpokenLine,
} from "./payloads/call-transcript-completed.js";
export {
  type CallVoicemailCompletedOptions,
  callVoicemailCompleted,
} from "./payloads/call-voicemail-completed.js";
export { type ContactEventOptions, contactDeleted, contactUpdated } from "./payloads/contact-events.js";
export { fakeWorkspace } from "./payloads/fake-workspace.js";
export {
  type MessageEventOptions,
  type MessageFailureOptions,
  messageDelivered,
  messageFailed,
  messageReceived,
  messageUndelivered,
} from "./payloads/message-events.js";
export type { MessageMedia, MessageOptions } from "./payloads/message-facts.js";
export {
  type BusinessMorning,
  type BusinessMorningOptions,
  businessMorning,
  type Delivery,
} from "./payloads/morning.js";
export { type ExpectedMail, OFFICE_DOMAIN } from "./payloads/morning-mails.js";
export type { CanvasContact } from "./payloads/morning-people.js";
export type { ExpectedRow } from "./payloads/morning-scene.js";
export {
  type NotionPageEventOptions,
  notionPageEvent,
  notionWebhookRequest,
} from "./payloads/notion-page-event.js";
export { type RawMail, rawMail } from "./payloads/raw-mail.js";
export { type Random, seededRandom } from "./payloads/seeded-random.js";
export { type SignedWebhook, type SignWebhookOptions, signWebhook } from "./payloads/sign-webhook.js";
export { taskAssigned, unknownEvent } from "./payloads/uninteresting-events.js";
export {
  type JsonObject,
  postBody,
  type WebhookEvent,
  type WebhookSystem,
} from "./payloads/webhook-event.js";
export { type Runtime, type RuntimeSetting, type RuntimeSuite, testRuntime } from "./runtime/test-runtime.js";
export { type LoopbackServer, serveOnLoopback } from "./server/serve-on-loopback.js";
export * from "./suites.js";
