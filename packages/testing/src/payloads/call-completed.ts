import { newCallEvent, v3Call, v4Call } from "./call-envelope.js";
import { type CallFacts, type CallOptions, describeCall } from "./call-facts.js";
import { legacyEvent, type NewEventOptions, type WebhookEvent, type WebhookSystem } from "./webhook-event.js";

/** A call, and the family of bodies that tells of it (`new` unless given). */
export interface CallCompletedOptions extends CallOptions, NewEventOptions {
  system?: WebhookSystem;
  /** v3 alone carries the voicemail inside `call.completed`; giving one implies `hasVoicemail`. */
  voicemail?: { url: string; type?: string; durationSeconds?: number };
}

/** The new webhook's status, which is not the REST enum. */
function completedStatus(call: CallFacts): string {
  if (call.aiHandled) return "ai-handled";
  if (call.forwardedTo !== null) return "forwarded";
  return call.answeredAt === null ? "unanswered" : "answered";
}

/** `call.completed` of an answered incoming call of four minutes, `AC1`, unless told otherwise. */
export function callCompleted(options: CallCompletedOptions = {}): WebhookEvent {
  const call = describeCall({ ...(options.voicemail && { hasVoicemail: true }), ...options });
  const createdAt = call.updatedAt;
  if (options.system === "v4") {
    const parts = { apiVersion: "v4", createdAt, object: v4Call(call), deepLink: call.link } as const;
    return legacyEvent("call.completed", parts, options);
  }
  if (options.system === "v3") {
    const voicemail = options.voicemail && {
      url: options.voicemail.url,
      type: options.voicemail.type ?? "audio/mpeg",
      duration: options.voicemail.durationSeconds ?? 7,
    };
    const object = { ...v3Call(call), voicemail: voicemail ?? null };
    return legacyEvent("call.completed", { apiVersion: "v3", createdAt, object }, options);
  }
  const resource = {
    id: call.id,
    direction: call.direction,
    status: completedStatus(call),
    createdAt: call.createdAt,
    answeredAt: call.answeredAt,
    completedAt: call.completedAt,
    updatedAt: call.updatedAt,
    duration: call.answeredAt === null ? null : call.durationSeconds,
    hasVoicemail: call.hasVoicemail,
  };
  return newCallEvent("call.completed", call, { createdAt, resource }, options);
}
