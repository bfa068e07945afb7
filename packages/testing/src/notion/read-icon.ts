import { type JsonObject, mismatch, objectOf, oneOf, stringAt } from "./body-checks.js";
import type { Draft } from "./draft.js";
import { uploadToAttach } from "./file-upload.js";
import { renderFile } from "./hosted-file.js";

const TYPES = ["emoji", "external", "file_upload"] as const;

/** Checks an icon or a cover of a page. `undefined` leaves it, `null` removes it. */
export function readIcon(draft: Draft, value: unknown, path: string): JsonObject | null | undefined {
  if (value === undefined || value === null) return value;
  const icon = objectOf(value, path, ["type", ...TYPES]);
  const type =
    icon.type === undefined
      ? TYPES.find((name) => icon[name] !== undefined)
      : oneOf(icon.type, `${path}.type`, TYPES);
  if (!type) throw mismatch(`${path}.external`, "defined", undefined);
  if (type === "emoji") return { type, emoji: stringAt(icon.emoji, `${path}.emoji`, { min: 1 }) };
  if (type === "external") {
    const { url } = objectOf(icon.external, `${path}.external`, ["url"]);
    return { type, external: { url: stringAt(url, `${path}.external.url`, { min: 1, max: 2_000 }) } };
  }
  const { id } = objectOf(icon.file_upload, `${path}.file_upload`, ["id"]);
  const upload = uploadToAttach(draft, id, `${path}.file_upload.id`);
  return renderFile(draft.workspace, { name: upload.filename ?? "", uploadId: upload.id });
}
