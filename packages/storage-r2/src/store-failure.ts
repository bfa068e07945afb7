import { SyncError } from "@openphone-notion/core";

/** R2's code for a range that no byte of the file is in. */
const OUTSIDE_FILE = "10039";

/** R2 tells what it is by a number at the end: https://developers.cloudflare.com/r2/api/error-codes/ */
const codeOf = (error: unknown): string | undefined =>
  /\((\d{5})\)/.exec(String((error as { message?: unknown } | null)?.message))?.[1];

/** What `request` resolves with; an error of R2 as `store_unavailable`, or as a `RangeError`. */
export async function fromR2<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    // A put rejects with what its own body broke off with.
    if (error instanceof SyncError) throw error;
    const code = codeOf(error);
    if (code === OUTSIDE_FILE) throw outsideFile();
    const told = code === undefined ? "" : ` (${code})`;
    throw new SyncError("store_unavailable", `R2 could not do it${told}; see that the bucket is there.`, {
      retry: "after",
      cause: error,
    });
  }
}

export const outsideFile = () => new RangeError("The range lies outside the file.");
