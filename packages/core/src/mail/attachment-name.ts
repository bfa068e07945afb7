import { oneLine } from "../mapping/clean-text.js";
import { cutAt } from "../mapping/cut-text.js";
import { extensionOf } from "../media/content-type.js";

/** UTF-16 units; as much as storage metadata takes of any script. */
const NAME_UNITS = 120;

/** Characters that show a name in another order than it is, as in `invoice[reversed]fdp.exe`. */
const REORDERING = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** What to call the attachment in place `index`: the last part of a path, on one line, its extension kept. */
export function attachmentName(
  name: string | undefined,
  contentType: string | undefined,
  index: number,
): string {
  const last = (name ?? "").split(/[/\\]/).findLast((part) => part.trim() !== "") ?? "";
  const clean = oneLine(last.replace(REORDERING, ""));
  if (/^\.*$/.test(clean)) return `Attachment ${index + 1}.${extensionOf(contentType)}`;
  if (clean.length <= NAME_UNITS) return clean;
  const extension = /\.[\p{L}\p{N}]{1,10}$/u.exec(clean)?.[0] ?? "";
  return `${clean.slice(0, cutAt(clean, 0, NAME_UNITS - extension.length))}${extension}`;
}
