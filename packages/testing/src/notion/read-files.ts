import { validationError } from "./api-error.js";
import { arrayAt, mismatch, objectOf, stringAt } from "./body-checks.js";
import type { Draft } from "./draft.js";
import { uploadToAttach } from "./file-upload.js";
import { uploadIdOfUrl } from "./hosted-file.js";
import type { StoredFile } from "./value.js";

const MAX_NAME = 100;
const MAX_URL = 2_000;

/** Checks the files of a files property: links, new uploads, and files that Notion hosts already. */
export const readFiles = (draft: Draft, content: unknown, path: string): StoredFile[] =>
  arrayAt(content, path).map((item, index) => readFile(draft, item, `${path}[${index}]`));

function readFile(draft: Draft, value: unknown, path: string): StoredFile {
  const file = objectOf(value, path, ["type", "name", "external", "file", "file_upload"]);
  if (file.file_upload !== undefined) {
    const { id } = objectOf(file.file_upload, `${path}.file_upload`, ["id"]);
    const upload = uploadToAttach(draft, id, `${path}.file_upload.id`);
    return {
      name: file.name === undefined ? (upload.filename ?? "") : readName(file.name, path),
      uploadId: upload.id,
    };
  }
  if (file.external !== undefined) {
    const { url } = objectOf(file.external, `${path}.external`, ["url"]);
    return {
      name: readName(file.name, path),
      url: stringAt(url, `${path}.external.url`, { min: 1, max: MAX_URL }),
    };
  }
  if (file.file !== undefined) {
    const { url } = objectOf(file.file, `${path}.file`, ["url", "expiry_time"]);
    return { name: readName(file.name, path), uploadId: hostedAlready(draft, url, `${path}.file.url`) };
  }
  throw mismatch(`${path}.external`, "defined", undefined);
}

const readName = (name: unknown, path: string): string =>
  stringAt(name, `${path}.name`, { min: 1, max: MAX_NAME });

function hostedAlready(draft: Draft, value: unknown, path: string): string {
  const uploadId = uploadIdOfUrl(stringAt(value, path));
  if (!uploadId || !draft.workspace.uploads.has(uploadId)) {
    throw validationError(`${path} is not the URL of a file that Notion hosts.`);
  }
  return uploadId;
}
