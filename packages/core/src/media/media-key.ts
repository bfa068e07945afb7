import { extensionOf } from "./content-type.js";

/** Decides the folder that a file lies in. */
export type MediaKind = "recording" | "voicemail" | "media";

/** What tells a file from all others, whenever and however often it comes. */
export interface MediaKeyParts {
  kind: MediaKind;
  /** Business id of the call or message. */
  activityId: string;
  /** ISO 8601 with a zone: when this very recording or voicemail began, or the message was made. */
  at?: string;
  /** `at` dates the file and does not tell it from others: another names the same, or it is the call's own. */
  isAtShared?: boolean;
  contentType?: string;
  /** Tells the files of one activity apart for ever. */
  sourceId: string;
  /** Place of the file in its message. */
  index: number;
}

const folders: Record<MediaKind, string> = {
  recording: "recordings",
  voicemail: "voicemails",
  media: "media",
};

/**
 * Storage key of a file: `recordings/YYYY/MM/DD/{callId}-{startMs}.mp3`, `voicemails/…` alike,
 * `media/YYYY/MM/DD/{messageId}-{index}.{ext}`; days in UTC, `undated/` where the time is unknown. Equal parts
 * give equal keys, so a repeat finds its file. A segment is told by its own start, or by its id where it has none, not
 * by its place among the segments: that place changes when an earlier one arrives late.
 */
export function mediaKey(file: MediaKeyParts): string {
  const { kind, activityId, at, isAtShared = false, contentType, sourceId, index } = file;
  const time = instantOf(at);
  const part =
    kind === "media" ? String(index) : time === undefined || isAtShared ? safeId(sourceId) : String(time);
  const extension = kind !== "media" && contentType === undefined ? "mp3" : extensionOf(contentType);
  return `${folders[kind]}/${dayOf(time)}/${safeId(activityId)}-${part}.${extension}`;
}

/**
 * Storage key of a file that came with a mail: `media/YYYY/MM/DD/{mail}-{sha256}.{ext}`. The content is in it, for
 * whoever knows the id of a mail can send another one under it. The extension is the file's own, so that a download
 * opens in the right program.
 */
export function attachmentKey(file: {
  mailId: string;
  /** ISO 8601 with a zone: when the mail was sent. */
  at: string | undefined;
  /** Hex. */
  sha256: string;
  name: string;
  contentType: string;
}): string {
  const own = /\.([A-Za-z0-9]{1,8})$/.exec(file.name)?.[1]?.toLowerCase();
  const part = `${safeId(file.mailId)}-${file.sha256.slice(0, 32)}`;
  return `${folders.media}/${dayOf(instantOf(file.at))}/${part}.${own ?? extensionOf(file.contentType)}`;
}

const dayOf = (time: number | undefined): string =>
  time === undefined ? "undated" : new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");

/** Milliseconds; `undefined` for what every machine would not read alike, or a year of other than four digits. */
function instantOf(at: string | undefined): number | undefined {
  if (at === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)$/.test(at)) return undefined;
  const time = Date.parse(at);
  return Number.isNaN(time) || time < 0 ? undefined : time;
}

/**
 * OpenPhone's ids pass as they are. Anything else (a mail's Message-ID, a link that stands in for a recording id)
 * becomes a digest: safe as a file name, distinct, and telling nothing of an address or a secret link.
 */
function safeId(id: string): string {
  return /^[A-Za-z0-9_-]{1,80}$/.test(id) ? id : `x${fnv1a64(id)}`;
}

function fnv1a64(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, "0");
}
