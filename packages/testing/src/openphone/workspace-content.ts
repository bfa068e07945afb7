import { defaultDialogue } from "../payloads/call-transcript-completed.js";
import type { MessageOptions } from "../payloads/message-facts.js";
import { secondsAfter } from "../payloads/seconds-after.js";
import {
  type FakeCall,
  type FakeCallOptions,
  type FakeSummary,
  type FakeTranscript,
  makeCall,
} from "./fake-call.js";
import { type FakeContact, type FakeContactOptions, makeContact } from "./fake-contact.js";
import {
  type FakeConversation,
  type FakeConversationOptions,
  makeConversation,
} from "./fake-conversation.js";
import {
  type FakePhoneNumber,
  type FakePhoneNumberOptions,
  type FakeUser,
  type FakeUserOptions,
  makePhoneNumber,
  makeUser,
} from "./fake-directory.js";
import { type FakeMessage, makeMessage } from "./fake-message.js";
import type { FakeMediaFile } from "./media-host.js";
import type { Workspace } from "./workspace.js";

export interface AddRecordingOptions extends FakeMediaFile {
  id?: string;
  status?: string;
  startTime?: string;
  durationSeconds?: number;
}

export interface AddVoicemailOptions extends FakeMediaFile {
  id?: string;
  /** `in-progress` hides everything but the id until it is set to `completed`. */
  status?: "completed" | "in-progress";
  durationSeconds?: number;
  transcript?: string | null;
}

/** Filling the workspace. Adding an id again replaces it. */
export interface WorkspaceContent {
  addUser(options: FakeUserOptions): FakeUser;
  /** Shared by all users known by now, unless `userIds` says otherwise. */
  addPhoneNumber(options: FakePhoneNumberOptions): FakePhoneNumber;
  /** Also makes or freshens the call's conversation. */
  addCall(options?: FakeCallOptions): FakeCall;
  /** Also makes or freshens the message's conversation. */
  addMessage(options?: MessageOptions): FakeMessage;
  addConversation(options?: FakeConversationOptions): FakeConversation;
  addContact(options?: FakeContactOptions): FakeContact;
  /** One segment; its file goes to the media host. Answers id and link, for the webhook that tells of it. */
  addRecording(callId: string, options?: AddRecordingOptions): { id: string; url: string };
  /** As `addRecording`. */
  addVoicemail(callId: string, options?: AddVoicemailOptions): { id: string; url: string };
  /** Without one, the API answers `absent`. */
  setSummary(callId: string, summary?: Partial<FakeSummary>): void;
  /** The transcript of one segment: by `recordingId`, else of the first recording. Without one: `absent`. */
  setTranscript(callId: string, transcript?: Partial<FakeTranscript>): void;
}

export function workspaceContent(workspace: Workspace): WorkspaceContent {
  const { calls, media } = workspace;

  function knownCall(callId: string): FakeCall {
    const call = calls.get(callId);
    if (call === undefined) throw new Error(`Add the call ${callId} first.`);
    return call;
  }

  function touchConversation(activity: FakeCall | FakeMessage): void {
    const { conversationId, phoneNumberId, createdAt } = activity;
    if (conversationId === null || phoneNumberId === null) return;
    const known = workspace.conversations.get(conversationId);
    const isNewer = !known?.lastActivityAt || known.lastActivityAt <= createdAt;
    workspace.conversations.set(conversationId, {
      ...(known ??
        makeConversation({ id: conversationId, phoneNumberId, participants: activity.external, createdAt })),
      ...(isNewer && { lastActivityAt: createdAt, lastActivityId: activity.id, updatedAt: createdAt }),
    });
  }

  return {
    addUser(options) {
      const user = makeUser(options);
      putById(workspace.users, user);
      return user;
    },
    addPhoneNumber(options) {
      const phoneNumber = makePhoneNumber(options, workspace.users);
      putById(workspace.phoneNumbers, phoneNumber);
      return phoneNumber;
    },
    addCall(options = {}) {
      const call = makeCall(options);
      calls.set(call.id, call);
      touchConversation(call);
      return call;
    },
    addMessage(options = {}) {
      const message = makeMessage(options);
      workspace.messages.set(message.id, message);
      touchConversation(message);
      return message;
    },
    addConversation(options = {}) {
      const conversation = makeConversation(options);
      workspace.conversations.set(conversation.id, conversation);
      return conversation;
    },
    addContact(options = {}) {
      const contact = makeContact(options);
      workspace.contacts.set(contact.id, contact);
      return contact;
    },
    addRecording(callId, options = {}) {
      const call = knownCall(callId);
      const count = call.recordings.length;
      const id = options.id ?? `CR${callId.slice(2)}${count === 0 ? "" : `-${count + 1}`}`;
      const mediaPath = `/recordings/${id}.mp3`;
      const others = call.recordings.filter((recording) => recording.id !== id);
      const recording = {
        id,
        status: options.status ?? "completed",
        startTime: options.startTime ?? secondsAfter(call.answeredAt ?? call.createdAt, 1),
        duration: options.durationSeconds ?? Math.max(call.durationSeconds - 2, 1),
        type: options.type ?? "audio/mpeg",
        mediaPath,
      };
      call.recordings = [...others, recording].sort((a, b) => (a.startTime < b.startTime ? -1 : 1));
      return { id, url: media.add(mediaPath, options) };
    },
    addVoicemail(callId, options = {}) {
      const id = options.id ?? `VM${callId.slice(2)}`;
      const mediaPath = `/voicemails/${id}.mp3`;
      knownCall(callId).voicemail = {
        id,
        status: options.status ?? "completed",
        duration: options.durationSeconds ?? 18,
        transcript: options.transcript === undefined ? "Hi, please call me back." : options.transcript,
        mediaPath,
      };
      return { id, url: media.add(mediaPath, options) };
    },
    setSummary(callId, summary = {}) {
      const call = knownCall(callId);
      const isCompleted = (summary.status ?? "completed") === "completed";
      const type = call.aiHandled ? "agent" : "human";
      call.summary = {
        status: "completed",
        type: isCompleted ? type : null,
        summary: isCompleted ? ["Customer asked for pricing."] : null,
        nextSteps: isCompleted && type === "human" ? ["Send follow-up email."] : null,
        jobs: isCompleted && type === "agent" ? [] : null,
        title: isCompleted && type === "agent" ? "Pricing" : null,
        ...summary,
      };
    },
    setTranscript(callId, transcript = {}) {
      const call = knownCall(callId);
      const recordingId = transcript.recordingId ?? call.recordings[0]?.id ?? `CR${callId.slice(2)}`;
      const recording = call.recordings.find((each) => each.id === recordingId);
      const isCompleted = (transcript.status ?? "completed") === "completed";
      const segment: FakeTranscript = {
        recordingId,
        status: "completed",
        startTime: recording?.startTime ?? call.answeredAt ?? call.createdAt,
        createdAt: secondsAfter(call.completedAt, 65),
        duration: recording?.duration ?? call.durationSeconds,
        dialogue: isCompleted ? defaultDialogue(call) : null,
        ...transcript,
      };
      const others = call.transcripts.filter((each) => each.recordingId !== recordingId);
      call.transcripts = [...others, segment].sort((a, b) => (a.startTime < b.startTime ? -1 : 1));
    },
  };
}

function putById<T extends { id: string }>(list: T[], item: T): void {
  const at = list.findIndex((each) => each.id === item.id);
  if (at < 0) list.push(item);
  else list[at] = item;
}
