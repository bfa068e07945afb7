import { newCallEvent, v3Call, v4Call } from "./call-envelope.js";
import { type CallFacts, type CallOptions, describeCall } from "./call-facts.js";
import { fakeWorkspace } from "./fake-workspace.js";
import { secondsAfter } from "./seconds-after.js";
import { legacyEvent, type NewEventOptions, type WebhookEvent, type WebhookSystem } from "./webhook-event.js";

export interface RecordingOptions {
  /** `CR…`; v3 does not send it. */
  id?: string;
  url?: string;
  durationSeconds?: number;
  /** MIME type. */
  type?: string;
  startTime?: string;
}

/** The call, its recordings, and the family of bodies that tells of them. */
export interface CallRecordingCompletedOptions extends CallOptions, NewEventOptions {
  system?: WebhookSystem;
  /** One for each recorded segment; one over the whole call unless given. */
  recordings?: readonly RecordingOptions[];
}

const describeRecording = (call: CallFacts, recording: RecordingOptions, at: number) => {
  const id = recording.id ?? `CR${call.id.slice(2)}${at === 0 ? "" : `-${at + 1}`}`;
  return {
    id,
    duration: recording.durationSeconds ?? Math.max(call.durationSeconds - 2, 1),
    startTime: recording.startTime ?? secondsAfter(call.answeredAt ?? call.createdAt, 1),
    type: recording.type ?? "audio/mpeg",
    url: recording.url ?? `${fakeWorkspace.mediaBaseUrl}/recordings/${id}.mp3`,
  };
};

/** `call.recording.completed`, five seconds after the call. Nothing lies behind its links unless a media host has it. */
export function callRecordingCompleted(options: CallRecordingCompletedOptions = {}): WebhookEvent {
  const call = describeCall(options);
  const recordings = (options.recordings ?? [{}]).map((recording, at) =>
    describeRecording(call, recording, at),
  );
  const createdAt = secondsAfter(call.updatedAt, 5);
  if (options.system === "v4") {
    const object = { ...v4Call(call), recordings };
    const parts = { apiVersion: "v4", createdAt, object, deepLink: call.link } as const;
    return legacyEvent("call.recording.completed", parts, options);
  }
  if (options.system === "v3") {
    const media = recordings.map(({ url, type, duration }) => ({ url, type, duration }));
    const object = { ...v3Call(call), media };
    return legacyEvent("call.recording.completed", { apiVersion: "v3", createdAt, object }, options);
  }
  const resource = {
    id: call.id,
    direction: call.direction,
    createdAt: call.createdAt,
    answeredAt: call.answeredAt,
    completedAt: call.completedAt,
    updatedAt: call.updatedAt,
    duration: call.durationSeconds,
    recordings,
  };
  return newCallEvent("call.recording.completed", call, { createdAt, resource }, options);
}
