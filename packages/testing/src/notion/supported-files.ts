/** The kinds of media blocks that only take files of their own kind. */
export type MediaCategory = "audio" | "image" | "video" | "pdf";

/** MIME types by file extension. Source: developers.notion.com/docs/working-with-files-and-media (an excerpt). */
const TYPE_BY_EXTENSION: Readonly<Record<string, string>> = {
  aac: "audio/aac",
  adts: "audio/aac",
  mid: "audio/midi",
  midi: "audio/midi",
  mp3: "audio/mpeg",
  mpga: "audio/mpeg",
  m4a: "audio/mp4",
  m4b: "audio/mp4",
  oga: "audio/ogg",
  ogg: "audio/ogg",
  wav: "audio/wav",
  wma: "audio/x-ms-wma",
  pdf: "application/pdf",
  txt: "text/plain",
  json: "application/json",
  gif: "image/gif",
  heic: "image/heic",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  png: "image/png",
  svg: "image/svg+xml",
  tif: "image/tiff",
  tiff: "image/tiff",
  webp: "image/webp",
  ico: "image/vnd.microsoft.icon",
  avi: "video/x-msvideo",
  mkv: "video/x-matroska",
  mov: "video/quicktime",
  mp4: "video/mp4",
  mpeg: "video/mpeg",
  webm: "video/webm",
  wmv: "video/x-ms-wmv",
  doc: "application/msword",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xls: "application/vnd.ms-excel",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** What Notion takes a file to be by its name; `undefined` for what it does not accept, such as `.zip` or `.vcf`. */
export const typeOfFilename = (filename: string): string | undefined =>
  TYPE_BY_EXTENSION[extensionOf(filename)?.toLowerCase() ?? ""];

export const extensionOf = (filename: string): string | undefined => /\.([^.]+)$/.exec(filename)?.[1];

export const isSupportedType = (contentType: string): boolean =>
  Object.values(TYPE_BY_EXTENSION).includes(contentType);

export function mediaCategory(contentType: string): MediaCategory | undefined {
  if (contentType === "application/pdf") return "pdf";
  const family = contentType.split("/", 1)[0];
  return family === "audio" || family === "image" || family === "video" ? family : undefined;
}
