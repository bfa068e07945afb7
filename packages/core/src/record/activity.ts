import type { CallOutcome } from "./call-outcome.js";
import type { MessageOutcome } from "./message-outcome.js";

/** A phone number of the workspace. */
export interface PhoneNumber {
  /** `PN…` */
  id?: string;
  /** E.164. */
  number?: string;
  /** As the team named it. */
  name?: string;
}

/** Who in the workspace placed or took it; a field is absent while OpenPhone has not told it. */
export interface User {
  /** `US…`, or `SY…` for an AI agent. */
  id?: string;
  /** Full name, else e-mail address; `Sona` for an AI agent. */
  name?: string;
}

/** A file that was uploaded to Notion, to be shown in the place of the link to ours, or beside it. */
export interface NotionUpload {
  /** Notion's id of the upload. */
  id: string;
  besideLink: boolean;
}

/** A file of an activity as a mapping sees it: archived, with the link that goes into Notion. */
export interface MediaFile {
  /** Tells the files of one activity apart for ever. */
  id?: string;
  /** Shown name, e.g. `Recording.mp3`, `Recording Part 2.mp3`. */
  name: string;
  /** Stable link served by us; absent while the file is not archived yet. */
  url?: string;
  /** It was deleted on purpose, which its name says too; the link leads nowhere. */
  isRemoved?: boolean;
  /** Notion's own copy, where files are uploaded to it. */
  upload?: NotionUpload;
  contentType?: string;
  durationSeconds?: number;
}

/** One turn of a speaker. */
export interface TranscriptLine {
  /** Seconds from the start of the call. */
  start: number;
  end: number;
  /** Name or number of who speaks. */
  speaker: string;
  content: string;
}

interface ActivityBase {
  id: string;
  direction?: "incoming" | "outgoing";
  phoneNumber: PhoneNumber;
  user: User;
  conversationId?: string;
  /** Link into the OpenPhone app. */
  link?: string;
  /** The other side: everyone who is not of the workspace, as E.164 where it is a phone number. */
  counterparts: string[];
}

/** A call as a mapping sees it. Times are ISO 8601 in UTC. */
export interface Call extends ActivityBase {
  kind: "call";
  status: CallOutcome;
  /** OpenPhone's own status. */
  rawStatus?: string;
  from?: string;
  to?: string;
  /** Every party's number, own number first. */
  participants: string[];
  startedAt?: string;
  answeredAt?: string;
  endedAt?: string;
  /** 0 where the call never connected. */
  durationSeconds: number;
  forwardedFrom?: string;
  forwardedTo?: string;
  menuSelection?: string;
  recordings: MediaFile[];
  voicemail?: MediaFile & { transcript?: string };
  summary: string[];
  nextSteps: string[];
  jobs: { name: string; fields: { name: string; value: string }[] }[];
  /** In the order spoken; empty until a transcript is there. */
  transcript: TranscriptLine[];
}

/** A text message as a mapping sees it. */
export interface Message extends ActivityBase {
  kind: "message";
  status: MessageOutcome;
  /** OpenPhone's own status. */
  rawStatus?: string;
  from?: string;
  to: string[];
  text: string;
  media: MediaFile[];
  sentAt?: string;
  errorCode?: string;
}

/** A mail as a mapping sees it. */
export interface Mail {
  kind: "mail";
  /** The Message-ID without its angle brackets, or what stands for it. */
  id: string;
  subject: string;
  /** An address. */
  from?: string;
  fromName?: string;
  /** Addresses. */
  to: string[];
  cc: string[];
  /** Plain text. */
  body: string;
  direction?: "incoming" | "outgoing";
  /** ISO 8601 in UTC; by the sender's clock, or if that said nothing, when it came. */
  sentAt?: string;
  attachments: MediaFile[];
  /** Addresses of the other side. */
  counterparts: string[];
  /** Id of the mail that this one answers. */
  inReplyTo?: string;
  /** Id of the mail that the conversation began with: the same for all its mails. */
  threadId?: string;
}

/** What a filter looks at; `kind` tells which it is. */
export type Activity = Call | Message | Mail;
