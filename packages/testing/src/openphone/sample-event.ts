import { callCompleted } from "../payloads/call-completed.js";
import {
  callAnswered,
  callForwarded,
  callMenuSelected,
  callMissed,
  callRinging,
} from "../payloads/call-lifecycle-events.js";
import { callRecordingCompleted } from "../payloads/call-recording-completed.js";
import { callSummaryCompleted } from "../payloads/call-summary-completed.js";
import { callTranscriptCompleted } from "../payloads/call-transcript-completed.js";
import { callVoicemailCompleted } from "../payloads/call-voicemail-completed.js";
import { contactDeleted, contactUpdated } from "../payloads/contact-events.js";
import {
  messageDelivered,
  messageFailed,
  messageReceived,
  messageUndelivered,
} from "../payloads/message-events.js";
import { taskAssigned } from "../payloads/uninteresting-events.js";
import type { EventOptions, WebhookEvent } from "../payloads/webhook-event.js";

const BUILDERS: Readonly<Record<string, (options: EventOptions) => WebhookEvent>> = {
  "call.answered": callAnswered,
  "call.completed": callCompleted,
  "call.forwarded": callForwarded,
  "call.menu.selected": callMenuSelected,
  "call.missed": callMissed,
  "call.recording.completed": callRecordingCompleted,
  "call.ringing": callRinging,
  "call.summary.completed": callSummaryCompleted,
  "call.transcript.completed": callTranscriptCompleted,
  "call.voicemail.completed": callVoicemailCompleted,
  "contact.deleted": contactDeleted,
  "contact.updated": contactUpdated,
  "message.delivered": messageDelivered,
  "message.failed": messageFailed,
  "message.received": messageReceived,
  "message.undelivered": messageUndelivered,
};

/** All test deliveries share this event id. */
const SAMPLE_EVENT_ID = "EVsample0001";

/** What a test delivery carries. */
export function sampleEvent(type: string): WebhookEvent {
  const build = BUILDERS[type] ?? taskAssigned;
  return build({ eventId: SAMPLE_EVENT_ID, type });
}
