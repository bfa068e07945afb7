import { ApiError, validationError } from "./api-error.js";
import { isObject, type JsonObject, mismatch } from "./body-checks.js";

/** Largest JSON body, in bytes. Source: developers.notion.com/reference/request-limits. */
const MAX_JSON_BYTES = 500_000;

/** The file of a multipart request. */
export interface SentFile {
  readonly bytes: Uint8Array;
  readonly filename: string;
  readonly contentType: string;
  readonly partNumber: string | undefined;
}

export interface ReadBody {
  readonly body: JsonObject;
  readonly sent: SentFile | undefined;
}

/** Reads a request's body to its end: a JSON object, or a multipart form with a file. */
export async function readBody(request: Request): Promise<ReadBody> {
  if (request.headers.get("content-type")?.startsWith("multipart/form-data")) {
    return { body: {}, sent: await readForm(request) };
  }
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MAX_JSON_BYTES) {
    throw validationError(
      `The request body has ${bytes.byteLength} bytes; at most ${MAX_JSON_BYTES} are allowed.`,
    );
  }
  return { body: parse(new TextDecoder().decode(bytes)), sent: undefined };
}

function parse(text: string): JsonObject {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, "invalid_json", "Error parsing JSON body.");
  }
  if (!isObject(value)) throw mismatch("body", "an object", value);
  return value;
}

async function readForm(request: Request): Promise<SentFile> {
  const form = await request.formData().catch((error: unknown) => {
    throw request.signal.aborted ? error : validationError("Error parsing the multipart form.");
  });
  const file = form.get("file");
  const part = form.get("part_number");
  if (file === null || typeof file === "string")
    throw validationError("The form should have a file in `file`.");
  return {
    bytes: new Uint8Array(await file.arrayBuffer()),
    filename: file.name,
    contentType: file.type,
    partNumber: typeof part === "string" ? part : undefined,
  };
}
