import { callContext, newCallEvent } from "./call-envelope.js";
import { type CallOptions, describeCall } from "./call-facts.js";
import { fakeWorkspace } from "./fake-workspace.js";
import { secondsAfter } from "./seconds-after.js";
import type { NewEventOptions, WebhookEvent } from "./webhook-event.js";

/** The call, and the voicemail, which is an activity of its own. */
export interface CallVoicemailCompletedOptions extends CallOptions, NewEventOptions {
  /** The voicemail activity's own `AC…`, which is not the call's. */
  activityId?: string;
  voicemailId?: string;
  /** `null` for a voicemail that names no call (then `phoneNumberType` is `null` too). */
  callId?: null;
  /** Seconds of the voicemail itself. */
  voicemailSeconds?: number;
  /** `null` where transcription is off for the number. */
  transcript?: string | null;
  recordingUrl?: string;
}

/** `id` and the other call options speak of the call that the voicemail belongs to. */
export function callVoicemailCompleted(options: CallVoicemailCompletedOptions = {}): WebhookEvent {
  const call = describeCall({ hasVoicemail: true, ...options });
  const voicemailId = options.voicemailId ?? `VM${call.id.slice(2)}`;
  const createdAt = secondsAfter(call.completedAt, 1);
  const updatedAt = secondsAfter(call.completedAt, 20);
  const resource = {
    id: options.activityId ?? `AC-${voicemailId}`,
    voicemailId,
    callId: options.callId === null ? null : call.id,
    direction: call.direction,
    duration: options.voicemailSeconds ?? 18,
    from: call.from,
    to: call.to,
    transcript: options.transcript === undefined ? "Hi, please call me back." : options.transcript,
    recordingUrl: options.recordingUrl ?? `${fakeWorkspace.mediaBaseUrl}/voicemails/${voicemailId}.mp3`,
    createdAt,
    updatedAt,
  };
  const context =
    options.callId === null ? { ...callContext(call), phoneNumberType: null } : callContext(call);
  return newCallEvent("call.voicemail.completed", call, { createdAt: updatedAt, resource, context }, options);
}
