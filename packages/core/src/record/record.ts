import type { Fields } from "./register.js";

/** What senders say of a call. Times are ISO 8601 in UTC as sent; numbers are as sent (E.164 where they are phones). */
export interface CallFields {
  direction: "incoming" | "outgoing";
  /** As sent; the REST and the webhook values differ and both are open. Ranked: only moves forward. */
  status: string;
  createdAt: string;
  answeredAt: string;
  completedAt: string;
  /** Seconds. */
  duration: number;
  from: string;
  to: string;
  /** All parties, own number included, in the order sent (v1 REST, legacy v4). */
  participants: string[];
  /** The own side and the other side, where the sender tells them apart (new webhooks). */
  workspaceNumbers: string[];
  externalNumbers: string[];
  phoneNumberId: string;
  /** `US…`, or `SY…` for an AI agent. */
  userId: string;
  answeredBy: string;
  initiatedBy: string;
  conversationId: string;
  /** E.164, `US…` or `PN…`. */
  forwardedFrom: string;
  forwardedTo: string;
  /** The AI agent (Sona) took the call. */
  aiHandled: boolean;
  route: string;
  menuSelection: string;
  /** A voicemail was left or will follow. */
  hasVoicemail: boolean;
  /** The sender itself called it missed (`call.missed`). */
  missed: boolean;
  /** Link into the OpenPhone app. */
  link: string;
}

export interface RecordingFields {
  /** The sender's link: expiring, secret, never written to Notion. */
  url: string;
  /** Seconds. */
  duration: number;
  /** MIME type. */
  type: string;
  startTime: string;
  status: string;
}

export interface VoicemailFields {
  id: string;
  url: string;
  duration: number;
  type: string;
  transcript: string;
  status: string;
  createdAt: string;
}

export interface SummaryFields {
  /** `absent | in-progress | completed | failed`; ranked. */
  status: string;
  title: string;
  summary: string[];
  nextSteps: string[];
  /** What an AI agent did: flattened to name and its fields. */
  jobs: { name: string; fields: { name: string; value: string }[] }[];
}

export interface DialogueLine {
  content: string;
  /** Seconds from the start of the segment. */
  start: number;
  end: number;
  /** Speaker's number, when told. */
  identifier?: string;
  /** Speaker's user (or agent) id, when internal. */
  userId?: string;
}

export interface TranscriptFields {
  /** `absent | in-progress | completed | failed`; ranked. */
  status: string;
  createdAt: string;
  /** Start of the recorded segment, when the transcript is one of a segment. */
  startTime: string;
  duration: number;
  dialogue: DialogueLine[];
}

export interface CallRecord {
  kind: "call";
  id: string;
  fields: Fields<CallFields>;
  /** By recording id; legacy v3 media, which have none, by `url:` and the link without its query. */
  recordings: Record<string, Fields<RecordingFields>>;
  voicemail: Fields<VoicemailFields>;
  summary: Fields<SummaryFields>;
  /** By recording id of the segment; `whole` for one merged transcript on the call's time line. */
  transcripts: Record<string, Fields<TranscriptFields>>;
}

export interface MessageFields {
  direction: "incoming" | "outgoing";
  /** As sent; open; ranked. */
  status: string;
  from: string;
  to: string[];
  text: string;
  media: { url: string; type?: string }[];
  createdAt: string;
  phoneNumberId: string;
  userId: string;
  conversationId: string;
  errorCode: string;
  link: string;
}

export interface MessageRecord {
  kind: "message";
  id: string;
  fields: Fields<MessageFields>;
}

/** Who sent or got a mail. */
export interface MailAddress {
  /** `local@host`, as written. */
  address: string;
  name?: string;
}

/** A file that came with a mail, and where it lies. */
export interface MailAttachment {
  /** One line, without folders. */
  name: string;
  /** MIME type. */
  contentType: string;
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** Storage key: it was stored before anything was known of the mail. */
  key: string;
}

/** What a mail says. Times are ISO 8601 in UTC. */
export interface MailFields {
  direction: "incoming" | "outgoing";
  from: MailAddress;
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  replyTo: MailAddress[];
  subject: string;
  /** Plain text; of a mail that has only HTML, what a reader sees of it. */
  text: string;
  /** By the sender's clock. */
  sentAt: string;
  receivedAt: string;
  /** Ids of mails, as in keys. */
  inReplyTo: string;
  /** The mail that the conversation began with. */
  threadId: string;
  /** Addresses of the other side. */
  external: string[];
  attachments: MailAttachment[];
}

export interface MailRecord {
  kind: "mail";
  id: string;
  /** Ranked by arrival: a mail does not change, so what came first under its id is what it says. */
  fields: Fields<MailFields>;
}

/** All that is known about one activity. A patch has the same shape: a record that says less. */
export type ActivityRecord = CallRecord | MessageRecord | MailRecord;

export const emptyCallRecord = (id: string): CallRecord => ({
  kind: "call",
  id,
  fields: {},
  recordings: {},
  voicemail: {},
  summary: {},
  transcripts: {},
});

export const emptyMessageRecord = (id: string): MessageRecord => ({ kind: "message", id, fields: {} });

export const emptyMailRecord = (id: string): MailRecord => ({ kind: "mail", id, fields: {} });
