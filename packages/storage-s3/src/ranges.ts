import { type ByteRange, SyncError } from "@openphone-notion/core";

export const outsideFile = () => new RangeError("The range lies outside the file.");

/** Throws for a range that no file has: services answer it with the whole file. */
export function rangeHeader({ start, end }: ByteRange): string {
  if (start < 0 || (end !== undefined && end < start)) throw outsideFile();
  return `bytes=${start}-${end ?? ""}`;
}

/** The bytes that an answer holds, and the size of the whole file. */
export function parseContentRange(header: string | undefined): { start: number; end: number; size: number } {
  const [, start, end, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(header ?? "") ?? [];
  if (size !== undefined) return { start: Number(start), end: Number(end), size: Number(size) };
  throw new SyncError("store_unavailable", "The S3 service has ignored the range.", { retry: "after" });
}
