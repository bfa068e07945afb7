/** How a file is brought to Notion. */
export interface UploadPlan {
  filename: string;
  contentType: string;
  /** Of each part but the last, or of the whole. */
  partBytes: number;
  parts: number;
}

const MIB = 1_048_576;
/** The most that is sent in one request (developers.notion.com/guides/data-apis/sending-larger-files). */
const SINGLE_PART = 20 * MIB;
/** What Notion recommends; 5 to 20 MiB are allowed. */
const PART = 10 * MIB;
/** What every workspace takes. */
const LEAST_LIMIT = 5 * MIB;

/**
 * Types that Notion takes, with an extension for each, of those that phones send. Others (3GPP, AMR, vCard …) it
 * refuses. Source: developers.notion.com/guides/data-apis/working-with-files-and-media.
 */
const EXTENSIONS: Readonly<Record<string, string>> = {
  "audio/aac": "aac",
  "audio/midi": "midi",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg",
  "audio/wav": "wav",
  "audio/x-ms-wma": "wma",
  "image/gif": "gif",
  "image/heic": "heic",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/tiff": "tiff",
  "image/webp": "webp",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "application/pdf": "pdf",
  "text/plain": "txt",
};

/** What the upload of a stored file would be, or why Notion would not take it. */
export function planUpload(
  { key, contentType, size }: { key: string; contentType: string; size: number },
  { maxUploadBytes = LEAST_LIMIT }: { maxUploadBytes?: number },
): UploadPlan | { refused: "type" | "size" } {
  const type = contentType.split(";", 1)[0]!.trim().toLowerCase();
  const extension = Object.hasOwn(EXTENSIONS, type) ? EXTENSIONS[type] : undefined;
  if (extension === undefined) return { refused: "type" };
  if (size > maxUploadBytes) return { refused: "size" };
  const name = (key.split("/").at(-1) ?? "file").replace(/\.[^.]*$/, "");
  const whole = size <= SINGLE_PART;
  return {
    filename: `${name}.${extension}`,
    contentType: type,
    partBytes: whole ? size : PART,
    parts: whole ? 1 : Math.ceil(size / PART),
  };
}
