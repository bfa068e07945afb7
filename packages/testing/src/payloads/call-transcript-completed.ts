import { newCallEvent } from "./call-envelope.js";
import { type CallFacts, type CallOptions, describeCall } from "./call-facts.js";
import type { ArtefactStatus } from "./call-summary-completed.js";
import { secondsAfter } from "./seconds-after.js";
import { legacyEvent, type NewEventOptions, type WebhookEvent } from "./webhook-event.js";

/** One spoken line; seconds count from the start of the call (webhooks, v1) or of the segment (dated REST). */
export interface SpokenLine {
  content: string;
  start: number;
  end: number;
  /** The speaker's number; the new webhooks leave it `null` for a speaker of the workspace. */
  identifier: string | null;
  userId: string | null;
}

/** Without `completed` as its status a transcript has no lines. */
export interface CallTranscriptCompletedOptions extends CallOptions, NewEventOptions {
  system?: "new" | "v4";
  status?: ArtefactStatus;
  dialogue?: readonly SpokenLine[];
}

/** A greeting and an answer. */
export const defaultDialogue = (call: CallFacts): SpokenLine[] => [
  { content: "Thanks for calling.", start: 0.5, end: 3, identifier: null, userId: call.userId },
  { content: "Hi there.", start: 3.25, end: 7, identifier: call.external[0] ?? null, userId: null },
];

/**
 * `call.transcript.completed`, a minute after the call: a greeting and an answer unless told otherwise. v4 names neither
 * number nor user.
 */
export function callTranscriptCompleted(options: CallTranscriptCompletedOptions = {}): WebhookEvent {
  const call = describeCall(options);
  const createdAt = secondsAfter(call.updatedAt, 65);
  const status = options.status ?? "completed";
  const dialogue =
    status !== "completed"
      ? null
      : (options.dialogue ?? defaultDialogue(call)).map(({ userId, identifier, content, start, end }) => ({
          userId,
          identifier,
          content,
          start,
          end,
        }));
  if (options.system === "v4") {
    const object = {
      callId: call.id,
      object: "callTranscript",
      createdAt,
      duration: call.durationSeconds,
      status,
      dialogue,
      contactIds: call.contactIds,
    };
    return legacyEvent("call.transcript.completed", { apiVersion: "v4", createdAt, object }, options);
  }
  const resource = {
    callId: call.id,
    createdAt,
    duration: call.durationSeconds,
    processingStatus: status,
    dialogue,
  };
  return newCallEvent("call.transcript.completed", call, { createdAt, resource }, options);
}
