import type { Canvas } from "@openphone-notion/core";
import type { RegularTask } from "./drive.js";

/** Reads the contacts, from the start, and what has changed of them every so often. */
export const refreshContacts = (
  canvas: Canvas,
  { refreshSeconds }: { refreshSeconds: number },
): RegularTask => ({
  name: "contacts",
  everyMs: refreshSeconds * 1_000,
  atOnce: true,
  run: (signal) => canvas.refresh({ signal }),
});
