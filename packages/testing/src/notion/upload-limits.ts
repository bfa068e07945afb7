import { validationError } from "./api-error.js";
import type { Plan } from "./options.js";
import type { Workspace } from "./workspace.js";

const MIB = 1_048_576;
const MAX_SINGLE_PART = 20 * MIB;
const MIN_PART = 5 * MIB;
const MAX_PART = 20 * MIB;

/** The largest file of a workspace, in bytes, as its bot user tells. Source: developers.notion.com/docs/working-with-files-and-media. */
export const maxFileSize = (plan: Plan): number => (plan === "free" ? 5 * MIB : 5_120 * MIB);

/** A file that is sent in one request. */
export function assertWholeFits(workspace: Workspace, bytes: number): void {
  const limit = Math.min(MAX_SINGLE_PART, maxFileSize(workspace.plan));
  if (bytes > limit)
    throw validationError(`The file has ${bytes} bytes; at most ${limit} can be sent in a single part.`);
}

/** Every part but the last has at least 5 MiB. */
export function assertPartFits(bytes: number, isLast: boolean): void {
  if (bytes > MAX_PART || (bytes < MIN_PART && !isLast)) {
    throw validationError(
      `The part has ${bytes} bytes; parts other than the last have ${MIN_PART} to ${MAX_PART}.`,
    );
  }
}
