import { randomUUID } from "node:crypto";
import type { Storage } from "@openphone-notion/core";
import { type Finding, fail, ok } from "./finding.js";

/** Writes a small file, reads it back and deletes it. */
export async function checkStorage(open: () => Storage): Promise<Finding[]> {
  const key = `doctor/${randomUUID()}.txt`;
  const text = `openphone-notion doctor ${key}`;
  try {
    const storage = open();
    await storage.put(key, new Blob([text]).stream(), {
      contentType: "text/plain",
      contentLength: text.length,
    });
    const stored = await storage.get(key);
    const read = stored && (await new Response(stored.body).text());
    await storage.delete(key);
    if (read === text && (await storage.head(key)) === undefined) {
      return [ok("storage", "A file was written, read and deleted.")];
    }
    return [fail("storage", "A file did not come back as it was written.", "Check the disk of DATA_DIR.")];
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    return [
      fail(
        "storage",
        `Files cannot be kept${typeof code === "string" ? ` (${code})` : ""}.`,
        "Make DATA_DIR writable for this user, and see that the disk is not full.",
      ),
    ];
  }
}
