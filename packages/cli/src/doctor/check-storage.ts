import { randomUUID } from "node:crypto";
import type { OpenStorage } from "@openphone-notion/adapter-node";
import { toSyncError } from "@openphone-notion/core";
import { type Finding, fail, ok } from "./finding.js";

/** Writes a small file, reads it back, finds it in a list, and deletes it. */
export async function checkStorage(
  open: () => Promise<OpenStorage>,
  /** Where files lie. */
  place: string,
  /** What to look at where it fails. */
  hint: string,
): Promise<Finding[]> {
  const key = `doctor/${randomUUID()}.txt`;
  const text = `openphone-notion doctor ${key}`;
  let opened: OpenStorage | undefined;
  try {
    opened = await open();
    const { storage } = opened;
    await storage.put(key, new Blob([text]).stream(), {
      contentType: "text/plain",
      contentLength: text.length,
    });
    const stored = await storage.get(key);
    const read = stored && (await new Response(stored.body).text());
    const { objects } = await storage.list(key);
    await storage.delete(key);
    if (read === text && objects.length === 1 && (await storage.head(key)) === undefined) {
      return [ok("storage", `A file was written, read, listed and deleted in ${place}.`)];
    }
    return [fail("storage", "A file did not come back as it was written.", hint)];
  } catch (error) {
    const { code, message, cause } = toSyncError(error);
    const why = code === "internal" ? ((cause as { code?: unknown })?.code ?? message) : message;
    return [fail("storage", `Files cannot be kept (${why}).`, hint)];
  } finally {
    opened?.close();
  }
}
