import { conversationIdOf, fakeWorkspace, inboxLink } from "./fake-workspace.js";
import { secondsAfter } from "./seconds-after.js";

/** What happened, in the fewest words; the same options make webhook bodies of every family and REST answers. */
export interface CallOptions {
  /** `AC1` unless given. */
  id?: string;
  direction?: "incoming" | "outgoing";
  /** E.164, or `anonymous` and its like. Caller and callee default by direction. */
  from?: string;
  to?: string;
  /** Further parties of a group call. */
  others?: readonly string[];
  phoneNumberId?: string | null;
  userId?: string;
  /** Who took it (`US…`, `SY…`); by default the user, or the AI agent when it handled the call. */
  answeredBy?: string | null;
  conversationId?: string | null;
  /** OpenPhone's contacts, not Canvas pages. */
  contactIds?: readonly string[];
  /** Whether somebody (or the AI agent) took it; by default yes, unless it was forwarded or has a voicemail. */
  answered?: boolean;
  /** Seconds of talk; 240 unless given, nothing for an unanswered call. */
  durationSeconds?: number;
  createdAt?: string;
  forwardedFrom?: string | null;
  /** E.164, `US…` or `PN…`. */
  forwardedTo?: string | null;
  aiHandled?: boolean;
  hasVoicemail?: boolean;
}

/** A call with everything filled in that its options left open. */
export interface CallFacts {
  id: string;
  direction: "incoming" | "outgoing";
  from: string;
  to: string;
  own: string;
  /** Everybody outside the workspace. */
  external: string[];
  phoneNumberId: string | null;
  userId: string;
  answeredBy: string | null;
  initiatedBy: string | null;
  conversationId: string | null;
  contactIds: readonly string[];
  createdAt: string;
  answeredAt: string | null;
  completedAt: string;
  updatedAt: string;
  durationSeconds: number;
  forwardedFrom: string | null;
  forwardedTo: string | null;
  aiHandled: boolean;
  hasVoicemail: boolean;
  link: string | null;
}

const RING_SECONDS = 5;
const UNANSWERED_SECONDS = 20;
const TALK_SECONDS = 240;

export function describeCall(options: CallOptions = {}): CallFacts {
  const { durationSeconds: talked = 0 } = options;
  if (!Number.isFinite(talked) || talked < 0)
    throw new Error("durationSeconds must be 0 or more; what no sender would say goes into `override`.");
  const id = options.id ?? "AC1";
  const direction = options.direction ?? "incoming";
  const incoming = direction === "incoming";
  const from = options.from ?? (incoming ? fakeWorkspace.customerNumber : fakeWorkspace.ownNumber);
  const to = options.to ?? (incoming ? fakeWorkspace.ownNumber : fakeWorkspace.customerNumber);
  const external = [incoming ? from : to, ...(options.others ?? [])];
  const phoneNumberId =
    options.phoneNumberId === undefined ? fakeWorkspace.phoneNumberId : options.phoneNumberId;
  const conversationId =
    options.conversationId === undefined && phoneNumberId
      ? conversationIdOf(phoneNumberId, external)
      : (options.conversationId ?? null);
  const userId = options.userId ?? fakeWorkspace.userId;
  const forwardedTo = options.forwardedTo ?? null;
  const hasVoicemail = options.hasVoicemail ?? false;
  const aiHandled = options.aiHandled ?? false;
  const answered = options.answered ?? (!hasVoicemail && forwardedTo === null);
  const createdAt = options.createdAt ?? "2026-10-07T15:00:00.000Z";
  const answeredAt = answered ? secondsAfter(createdAt, RING_SECONDS) : null;
  const durationSeconds = answered ? (options.durationSeconds ?? TALK_SECONDS) : 0;
  const completedAt = answeredAt
    ? secondsAfter(answeredAt, durationSeconds)
    : secondsAfter(createdAt, UNANSWERED_SECONDS);
  const taker = aiHandled ? fakeWorkspace.aiAgentId : userId;
  return {
    id,
    direction,
    from,
    to,
    own: incoming ? to : from,
    external,
    phoneNumberId,
    userId,
    answeredBy: options.answeredBy === undefined ? (answered && incoming ? taker : null) : options.answeredBy,
    initiatedBy: incoming ? null : userId,
    conversationId,
    contactIds: options.contactIds ?? [],
    createdAt,
    answeredAt,
    completedAt,
    updatedAt: secondsAfter(completedAt, 1),
    durationSeconds,
    forwardedFrom: options.forwardedFrom ?? null,
    forwardedTo,
    aiHandled,
    hasVoicemail,
    link: inboxLink(phoneNumberId, conversationId, id),
  };
}

/** Order seen in v1 and v4: caller first. */
export const callParticipants = (call: CallFacts): string[] =>
  call.direction === "incoming" ? [...call.external, call.own] : [call.own, ...call.external];

/** Status as REST and the legacy webhooks print it, one of the 13 REST values. */
export function restCallStatus(call: CallFacts): string {
  if (call.forwardedTo !== null) return "forwarded";
  return call.answeredAt !== null || call.hasVoicemail ? "completed" : "no-answer";
}
