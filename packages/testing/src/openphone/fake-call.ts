import {
  type CallFacts,
  type CallOptions,
  callParticipants,
  describeCall,
  restCallStatus,
} from "../payloads/call-facts.js";
import type { ArtefactStatus, SummaryJob } from "../payloads/call-summary-completed.js";
import type { SpokenLine } from "../payloads/call-transcript-completed.js";

export interface FakeCallOptions extends CallOptions {
  /** One of the 13 REST values; by what happened unless given. */
  status?: string;
  callRoute?: "phone-number" | "phone-menu" | null;
}

export interface FakeRecording {
  id: string;
  status: string;
  startTime: string;
  duration: number;
  type: string;
  /** Path on the media host; every answer carries a fresh link to it. */
  mediaPath: string;
}

export interface FakeVoicemail {
  id: string;
  status: "completed" | "in-progress";
  duration: number;
  transcript: string | null;
  mediaPath: string;
}

export interface FakeSummary {
  status: ArtefactStatus;
  /** Who handled the call; an agent's summary has jobs and a title, a human's has next steps. */
  type: "human" | "agent" | null;
  summary: readonly string[] | null;
  nextSteps: readonly string[] | null;
  jobs: readonly SummaryJob[] | null;
  title: string | null;
}

/** The transcript of one recorded segment; its seconds count from the start of the segment. */
export interface FakeTranscript {
  recordingId: string;
  status: ArtefactStatus;
  startTime: string;
  createdAt: string;
  duration: number;
  dialogue: readonly SpokenLine[] | null;
}

/** A call with everything that hangs on it. */
export interface FakeCall extends CallFacts {
  status: string;
  callRoute: string | null;
  recordings: FakeRecording[];
  voicemail?: FakeVoicemail;
  summary?: FakeSummary;
  transcripts: FakeTranscript[];
}

export function makeCall(options: FakeCallOptions): FakeCall {
  const call = describeCall(options);
  return {
    ...call,
    status: options.status ?? restCallStatus(call),
    callRoute: options.callRoute === undefined ? "phone-number" : options.callRoute,
    recordings: [],
    transcripts: [],
  };
}

/** What both surfaces print alike. */
const shared = (call: FakeCall) => ({
  id: call.id,
  phoneNumberId: call.phoneNumberId,
  direction: call.direction,
  status: call.status,
  createdAt: call.createdAt,
  answeredAt: call.answeredAt,
  answeredBy: call.answeredBy,
  initiatedBy: call.initiatedBy,
  completedAt: call.completedAt,
  updatedAt: call.updatedAt,
  duration: call.durationSeconds,
  callRoute: call.callRoute,
  forwardedFrom: call.forwardedFrom,
  forwardedTo: call.forwardedTo,
  aiHandled: call.aiHandled ? "ai-agent" : null,
});

/** v1 names no `from`, `to` or conversation. */
export const callOnV1 = (call: FakeCall) => ({
  ...shared(call),
  userId: call.userId,
  participants: callParticipants(call),
});

export const callOnDated = (call: FakeCall) => ({
  ...shared(call),
  actorId: call.userId,
  participants: [
    { phoneNumber: call.own, actorId: call.userId },
    ...call.external.map((phoneNumber) => ({ phoneNumber, actorId: null })),
  ],
});
