const aliases: Record<string, string> = {
  "audio/mp3": "audio/mpeg",
  "audio/x-mp3": "audio/mpeg",
  "audio/mpeg3": "audio/mpeg",
  "audio/x-mpeg": "audio/mpeg",
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav",
  "audio/x-m4a": "audio/mp4",
  "image/jpg": "image/jpeg",
  "text/x-vcard": "text/vcard",
};

const extensions: Record<string, string> = {
  "audio/aac": "aac",
  "audio/amr": "amr",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg",
  "audio/wav": "wav",
  "audio/webm": "webm",
  "image/gif": "gif",
  "image/heic": "heic",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/webp": "webp",
  "video/3gpp": "3gp",
  "video/mp4": "mp4",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "application/pdf": "pdf",
  "text/plain": "txt",
  "text/vcard": "vcf",
};

/** Types that say "some bytes", which hosts send when they know no better. */
const unspecific = new Set(["application/octet-stream", "binary/octet-stream", "application/x-download"]);

const majorType = (type: string): string => type.slice(0, type.indexOf("/"));

/** Lower case, without parameters, under the registered name; `undefined` where it tells nothing. */
export function normaliseContentType(value: string | null | undefined): string | undefined {
  const [bare = ""] = (value ?? "").toLowerCase().split(";");
  const type = bare.trim();
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(type) || unspecific.has(type)) return undefined;
  return Object.hasOwn(aliases, type) ? aliases[type] : type;
}

/** File name extension without its dot: `mp3` for audio of any kind that the table lacks, else `bin`. */
export function extensionOf(contentType: string | undefined): string {
  const type = normaliseContentType(contentType);
  if (type === undefined) return "bin";
  if (Object.hasOwn(extensions, type)) return extensions[type]!;
  return majorType(type) === "audio" ? "mp3" : "bin";
}

/**
 * The type to store a download under. The host knows its file best, but only as far as it stays with the kind of
 * file that was announced: an `audio/wav` for an announced `audio/mpeg` is believed, a `text/plain` is not.
 */
export function resolveContentType(announced: string | undefined, answered: string | null): string {
  const expected = normaliseContentType(announced);
  const actual = normaliseContentType(answered);
  if (actual && (!expected || majorType(actual) === majorType(expected))) return actual;
  return expected ?? "application/octet-stream";
}

const pageTypes = new Set([
  "text/html",
  "application/xhtml+xml",
  "application/json",
  "application/xml",
  "text/xml",
]);

/** Whether the answer is a page or an error document where a file of another type was announced. */
export function isErrorPage(announced: string | undefined, answered: string | null): boolean {
  const actual = normaliseContentType(answered);
  return actual !== undefined && pageTypes.has(actual) && actual !== normaliseContentType(announced);
}
