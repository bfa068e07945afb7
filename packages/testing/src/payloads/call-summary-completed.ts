import { newCallEvent } from "./call-envelope.js";
import { type CallOptions, describeCall } from "./call-facts.js";
import { secondsAfter } from "./seconds-after.js";
import { legacyEvent, type NewEventOptions, type WebhookEvent } from "./webhook-event.js";

/** Status of a summary or a transcript; `absent` means that it will never exist. */
export type ArtefactStatus = "absent" | "in-progress" | "completed" | "failed";

/** What the AI agent did on a call. */
export type SummaryJob = {
  icon: string;
  name: string;
  result: { data: { name: string; value: string | number | boolean }[] };
};

/** Without `completed` as its status a summary has no content. */
export interface CallSummaryCompletedOptions extends CallOptions, NewEventOptions {
  system?: "new" | "v4";
  status?: ArtefactStatus;
  summary?: readonly string[];
  nextSteps?: readonly string[];
  jobs?: readonly SummaryJob[];
}

/** A summary names its call by `callId` and has no id of its own; in v4 it says nothing else of the call. */
export function callSummaryCompleted(options: CallSummaryCompletedOptions = {}): WebhookEvent {
  const call = describeCall(options);
  const createdAt = secondsAfter(call.updatedAt, 30);
  const status = options.status ?? "completed";
  const completed = status === "completed";
  const summary = completed ? (options.summary ?? ["Customer asked for pricing."]) : null;
  const nextSteps = completed ? (options.nextSteps ?? ["Send follow-up email."]) : null;
  const jobs = completed ? (options.jobs ?? []) : null;
  if (options.system === "v4") {
    const { contactIds } = call;
    const object = { callId: call.id, object: "callSummary", status, summary, nextSteps, jobs, contactIds };
    return legacyEvent("call.summary.completed", { apiVersion: "v4", createdAt, object }, options);
  }
  const resource = {
    callId: call.id,
    processingStatus: status,
    summary,
    nextSteps,
    fromPhoneNumber: null,
    handledByAiAgent: call.aiHandled,
    answeredByUserId: call.aiHandled ? null : call.answeredBy,
    jobs,
  };
  return newCallEvent("call.summary.completed", call, { createdAt, resource }, options);
}
