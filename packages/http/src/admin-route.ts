import { type ActivityKey, type Clock, SyncError } from "@openphone-notion/core";
import { refuseWithoutToken } from "./bearer-token.js";
import { jsonResponse } from "./json-response.js";
import { readBody } from "./read-body.js";

export interface AdminOptions {
  /** What `Authorization: Bearer …` must hold. */
  token: string;
  /** Makes parked activities due again, all or those named, and answers how many. */
  replay(keys?: ActivityKey[]): Promise<number>;
}

/** `POST /admin/replay`, with `{ "keys": ["call:AC…"] }` or without a body. */
export async function replayParked(
  request: Request,
  { token, replay }: AdminOptions,
  limits: { maxBytes: number; timeoutMs: number; clock: Clock },
): Promise<Response> {
  const refused = await refuseWithoutToken(request, token);
  if (refused) return refused;
  const keys = readKeys(new TextDecoder().decode(await readBody(request, limits)));
  return jsonResponse({ replayed: await replay(keys) }, 200);
}

function readKeys(text: string): ActivityKey[] | undefined {
  if (text.trim() === "") return undefined;
  const keys: unknown = parse(text).keys;
  if (keys === undefined) return undefined;
  const isKey = (key: unknown) => typeof key === "string" && /^(call|message|mail):./.test(key);
  if (!Array.isArray(keys) || !keys.every(isKey))
    throw invalid("keys must be a list of activity keys (call:AC…)");
  return keys as ActivityKey[];
}

function parse(text: string): { keys?: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {}
  throw invalid("the body must be a JSON object");
}

const invalid = (problem: string) =>
  new SyncError("invalid_json", `Nothing was replayed: ${problem}.`, { retry: "never" });
