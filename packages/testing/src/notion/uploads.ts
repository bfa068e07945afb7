import { notModelled, validationError } from "./api-error.js";
import { type JsonObject, mismatch, numberAt, objectOf, oneOf, stringAt } from "./body-checks.js";
import type { Answer, Exchange } from "./exchange.js";
import { type FileUpload, UPLOAD_LIFETIME_MS, uploadStatus } from "./file-upload.js";
import { newId } from "./identifiers.js";
import { extensionOf, isSupportedType, typeOfFilename } from "./supported-files.js";
import { assertPartFits, assertWholeFits } from "./upload-limits.js";
import { findUpload, type Workspace } from "./workspace.js";

const MAX_FILENAME_BYTES = 900;
const MAX_PARTS = 10_000;

/** POST /v1/file_uploads: announces a file. */
export function postUpload({ workspace, body }: Exchange): Answer {
  objectOf(body, "body", ["mode", "filename", "content_type", "number_of_parts", "external_url"]);
  const mode =
    body.mode === undefined
      ? "single_part"
      : oneOf(body.mode, "body.mode", ["single_part", "multi_part", "external_url"]);
  if (mode === "external_url") throw notModelled("file uploads by external_url");
  if (mode === "multi_part" && workspace.plan === "free") {
    throw validationError("Multi-part file uploads are only available in paid workspaces.");
  }
  const filename = body.filename === undefined ? null : readFilename(body.filename, "body.filename");
  if (mode === "multi_part" && filename === null) throw mismatch("body.filename", "defined", undefined);
  const upload: FileUpload = {
    id: newId(workspace.random),
    mode,
    createdAt: workspace.clock.now(),
    totalParts: mode === "multi_part" ? readPartCount(body.number_of_parts) : 1,
    parts: new Map(),
    filename,
    contentType: readContentType(body.content_type, filename),
    complete: false,
    attached: false,
  };
  workspace.uploads.set(upload.id, upload);
  return { body: renderUpload(workspace, upload), committed: {} };
}

/** POST /v1/file_uploads/:file_upload_id/send: the whole file, or one part of it. */
export function sendUpload({ workspace, params, sent }: Exchange): Answer {
  const upload = pendingUpload(workspace, params.file_upload_id!);
  if (!sent) throw validationError("The request should be multipart/form-data with a `file`.");
  upload.filename ??= readFilename(sent.filename, "file.filename");
  upload.contentType ??= readContentType(undefined, upload.filename);
  // A part is any slice of the file, so only a whole file has to say what it is.
  if (upload.mode === "single_part" && sent.contentType !== upload.contentType) {
    throw validationError(
      `The content type of the sent file, "${sent.contentType}", should match that of the file upload, "${upload.contentType}".`,
    );
  }
  if (upload.mode === "single_part") assertWholeFits(workspace, sent.bytes.length);
  const part = upload.mode === "single_part" ? 1 : readPartNumber(upload, sent.partNumber);
  if (upload.mode === "multi_part") assertPartFits(sent.bytes.length, part === upload.totalParts);
  upload.parts.set(part, sent.bytes);
  upload.complete = upload.mode === "single_part";
  return { body: renderUpload(workspace, upload), committed: {} };
}

/** POST /v1/file_uploads/:file_upload_id/complete: all parts are there. */
export function completeUpload({ workspace, params }: Exchange): Answer {
  const upload = pendingUpload(workspace, params.file_upload_id!);
  if (upload.mode !== "multi_part") throw validationError("Only multi_part file uploads are completed.");
  if (upload.parts.size < upload.totalParts) {
    throw validationError(
      `Only ${upload.parts.size} of ${upload.totalParts} parts of the file upload were sent.`,
    );
  }
  upload.complete = true;
  return { body: renderUpload(workspace, upload), committed: {} };
}

/** GET /v1/file_uploads/:file_upload_id. */
export const getUpload = ({ workspace, params }: Exchange): Answer => ({
  body: renderUpload(workspace, findUpload(workspace, params.file_upload_id!)),
});

function pendingUpload(workspace: Workspace, id: string): FileUpload {
  const upload = findUpload(workspace, id);
  const status = uploadStatus(workspace, upload);
  if (status !== "pending")
    throw validationError(`File upload ${id} has status "${status}"; it must be "pending".`);
  return upload;
}

function readFilename(value: unknown, path: string): string {
  const filename = stringAt(value, path, { min: 1 });
  const bytes = new TextEncoder().encode(filename).length;
  if (bytes > MAX_FILENAME_BYTES) throw mismatch(`${path}.length`, `≤ \`${MAX_FILENAME_BYTES}\``, bytes);
  if (extensionOf(filename) === undefined)
    throw validationError("The filename of a file upload must have an extension.");
  return filename;
}

/** What is declared, or what the name says; `null` as long as neither is known. */
function readContentType(declared: unknown, filename: string | null): string | null {
  if (declared === undefined && filename === null) return null;
  const type = declared === undefined ? typeOfFilename(filename!) : stringAt(declared, "body.content_type");
  if (type === undefined || !isSupportedType(type)) {
    throw validationError(`The file type "${type ?? extensionOf(filename!)}" is not supported by the API.`);
  }
  return type;
}

function readPartCount(value: unknown): number {
  if (value === undefined) throw mismatch("body.number_of_parts", "defined", value);
  const count = numberAt(value, "body.number_of_parts");
  if (!Number.isInteger(count) || count < 1) throw mismatch("body.number_of_parts", "≥ `1`", count);
  if (count > MAX_PARTS) throw mismatch("body.number_of_parts", `≤ \`${MAX_PARTS}\``, count);
  return count;
}

function readPartNumber(upload: FileUpload, value: string | undefined): number {
  const part = Number(value);
  if (value === undefined || !Number.isInteger(part) || part < 1 || part > upload.totalParts) {
    throw validationError(`part_number should be between 1 and ${upload.totalParts}.`);
  }
  return part;
}

function renderUpload(workspace: Workspace, upload: FileUpload): JsonObject {
  const status = uploadStatus(workspace, upload);
  const created = new Date(upload.createdAt).toISOString();
  const url = `${workspace.baseUrl}/v1/file_uploads/${upload.id}`;
  const multiPart = upload.mode === "multi_part";
  return {
    object: "file_upload",
    id: upload.id,
    created_time: created,
    created_by: { id: workspace.botId, type: "bot" },
    last_edited_time: created,
    expiry_time: upload.attached ? null : new Date(upload.createdAt + UPLOAD_LIFETIME_MS).toISOString(),
    status,
    filename: upload.filename,
    content_type: upload.contentType,
    content_length: upload.complete ? contentLength(upload) : null,
    in_trash: false,
    archived: false,
    ...(status === "pending" && { upload_url: `${url}/send` }),
    ...(status === "pending" && multiPart && { complete_url: `${url}/complete` }),
    ...(multiPart && { number_of_parts: { total: upload.totalParts, sent: upload.parts.size } }),
  };
}

const contentLength = (upload: FileUpload): number =>
  [...upload.parts.values()].reduce((length, part) => length + part.length, 0);
