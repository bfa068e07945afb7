import { validationError } from "./api-error.js";
import { idAt } from "./body-checks.js";
import type { Draft } from "./draft.js";
import { type MediaCategory, mediaCategory } from "./supported-files.js";
import { findUpload, type Workspace } from "./workspace.js";

/** Unattached uploads live for an hour. Source: developers.notion.com/reference/file-upload. */
export const UPLOAD_LIFETIME_MS = 3_600_000;

export interface FileUpload {
  readonly id: string;
  readonly mode: "single_part" | "multi_part";
  readonly createdAt: number;
  readonly totalParts: number;
  /** By part number, from 1. */
  readonly parts: Map<number, Uint8Array>;
  filename: string | null;
  contentType: string | null;
  complete: boolean;
  /** An attached upload never expires. */
  attached: boolean;
}

export type UploadStatus = "pending" | "uploaded" | "expired";

export function uploadStatus(workspace: Workspace, upload: FileUpload): UploadStatus {
  const age = workspace.clock.now() - upload.createdAt;
  if (!upload.attached && age >= UPLOAD_LIFETIME_MS) return "expired";
  return upload.complete ? "uploaded" : "pending";
}

/** The content of a complete upload. */
export function uploadBytes(upload: FileUpload): Uint8Array {
  const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/**
 * The upload that a write wants to attach. It must be uploaded and not expired, and of the right kind for a media
 * block. The same upload may be attached many times.
 */
export function uploadToAttach(
  draft: Draft,
  id: unknown,
  path: string,
  category?: MediaCategory,
): FileUpload {
  const upload = findUpload(draft.workspace, idAt(id, path));
  const status = uploadStatus(draft.workspace, upload);
  if (status !== "uploaded") {
    throw validationError(
      `File upload ${upload.id} has status "${status}" and can't be attached; it must be "uploaded".`,
    );
  }
  if (category && mediaCategory(upload.contentType ?? "") !== category) {
    throw validationError(
      `File upload ${upload.id} is of type "${upload.contentType}", which is not ${category}.`,
    );
  }
  draft.effects.push(() => {
    upload.attached = true;
  });
  return upload;
}
