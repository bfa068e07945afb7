import type { MediaFile } from "./activity.js";
import type { ArchivedLinks } from "./archived-link.js";
import { defined } from "./defined.js";
import type { MediaSource } from "./sources.js";

const EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ["application/pdf", ".pdf"],
  ["audio/aac", ".aac"],
  ["audio/amr", ".amr"],
  ["audio/mp3", ".mp3"],
  ["audio/mp4", ".m4a"],
  ["audio/mpeg", ".mp3"],
  ["audio/ogg", ".ogg"],
  ["audio/wav", ".wav"],
  ["audio/webm", ".webm"],
  ["audio/x-m4a", ".m4a"],
  ["audio/x-wav", ".wav"],
  ["image/gif", ".gif"],
  ["image/heic", ".heic"],
  ["image/jpeg", ".jpg"],
  ["image/png", ".png"],
  ["image/webp", ".webp"],
  ["text/plain", ".txt"],
  ["text/vcard", ".vcf"],
  ["text/x-vcard", ".vcf"],
  ["video/3gpp", ".3gp"],
  ["video/mp4", ".mp4"],
  ["video/quicktime", ".mov"],
]);

const NAMES = { recording: "Recording", voicemail: "Voicemail", media: "Media" } as const;

/** One kind's sources as files to show: numbered when there are several, never with the sender's link. */
export function mediaFiles(sources: readonly MediaSource[], archived: ArchivedLinks): MediaFile[] {
  return sources.map((source) => {
    const link = archived.get(source.sourceId);
    const contentType = link?.contentType ?? source.contentType;
    const part = sources.length > 1 ? ` ${source.kind === "media" ? "" : "Part "}${source.index + 1}` : "";
    const name = `${NAMES[source.kind]}${part}${extension(source.kind, contentType)}`;
    const days = link?.removedAfterDays;
    return defined({
      id: source.sourceId,
      name: days === undefined ? name : `${name} (deleted after ${days} ${days === 1 ? "day" : "days"})`,
      url: link?.url,
      isRemoved: days === undefined ? undefined : true,
      upload: link?.upload,
      contentType,
      durationSeconds: source.durationSeconds,
    });
  });
}

/** OpenPhone's own audio is MP3 wherever it does not say. */
function extension(kind: MediaSource["kind"], contentType: string | undefined): string {
  const mime = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return EXTENSIONS.get(mime) ?? (kind === "media" ? "" : ".mp3");
}
