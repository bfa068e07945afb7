import { isTerminalCallStatus } from "./call-status.js";
import type { CallRecord } from "./record.js";
import { isAgent } from "./workspace-user.js";

/** What came of a call, as a person would name it. */
export type CallOutcome =
  | "Answered"
  | "Missed"
  | "Voicemail"
  | "Forwarded"
  | "AI handled"
  | "No answer"
  | "Busy"
  | "Failed"
  | "Canceled"
  | "Ringing"
  | "In progress"
  | "Unknown";

/** What an unanswered outgoing call is named after its raw status. */
const UNANSWERED: ReadonlyMap<string, CallOutcome> = new Map([
  ["busy", "Busy"],
  ["failed", "Failed"],
  ["canceled", "Canceled"],
  ["abandoned", "Canceled"],
  ["no-answer", "No answer"],
  ["unanswered", "No answer"],
  ["completed", "No answer"],
  ["missed", "No answer"],
]);

/**
 * The outcome a person would name. OpenPhone's raw status does not tell: an unanswered incoming call comes as
 * `missed`, `no-answer`, `abandoned`, `busy`, `canceled`, even `completed`.
 */
export function callOutcome(record: CallRecord): CallOutcome {
  const { fields } = record;
  const status = fields.status?.value;
  const answered = fields.answeredAt !== undefined || fields.answeredBy !== undefined;
  const leftVoicemail = hasVoicemail(record);
  if (!hasEnded(record) && !(leftVoicemail && !answered)) return runningOutcome(status, answered);

  if (wasAgents(record)) return "AI handled";
  if (leftVoicemail && !answered && status !== "answered") return "Voicemail";
  if (status === "forwarded") return "Forwarded";
  if (answered || status === "answered") return "Answered";
  if (fields.forwardedTo) return "Forwarded";
  if (fields.direction?.value === "incoming" || fields.missed?.value) return "Missed";
  return fields.direction === undefined ? outcomeEitherWay(status) : outgoingOutcome(status);
}

/** Legacy webhooks only name the agent. */
function wasAgents({ fields }: CallRecord): boolean {
  if (fields.aiHandled?.value || fields.status?.value === "ai-handled") return true;
  const taker = fields.answeredBy ?? fields.userId;
  return fields.direction?.value === "incoming" && taker !== undefined && isAgent(taker.value);
}

function outgoingOutcome(status: string | undefined): CallOutcome {
  return status === undefined ? "No answer" : (UNANSWERED.get(status) ?? "Unknown");
}

/** While the direction is not known: only what the raw status says of both. */
function outcomeEitherWay(status: string | undefined): CallOutcome {
  if (status === "missed") return "Missed";
  return status === undefined || status === "completed" ? "Unknown" : outgoingOutcome(status);
}

export function hasEnded({ fields }: CallRecord): boolean {
  return (
    fields.completedAt !== undefined ||
    fields.missed?.value === true ||
    (fields.status !== undefined && isTerminalCallStatus(fields.status.value))
  );
}

/** Outgoing calls that reach somebody else's voicemail leave none of ours. */
function hasVoicemail({ fields, voicemail }: CallRecord): boolean {
  if (fields.direction?.value === "outgoing") return false;
  return (
    fields.hasVoicemail?.value === true || voicemail.url !== undefined || voicemail.transcript !== undefined
  );
}

function runningOutcome(status: string | undefined, answered: boolean): CallOutcome {
  if (answered || status === "in-progress") return "In progress";
  if (status === "ringing" || status === "queued" || status === "initiated") return "Ringing";
  return "Unknown";
}
