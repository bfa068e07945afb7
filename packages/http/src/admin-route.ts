import { type ActivityKey, type Clock, SyncError } from "@openphone-notion/core";
import { jsonResponse, refusal } from "./json-response.js";
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
  if (!(await hasToken(request.headers, token))) {
    return refusal(401, "unauthorized", "Send the admin token as a bearer token.", {
      "www-authenticate": "Bearer",
    });
  }
  const keys = readKeys(new TextDecoder().decode(await readBody(request, limits)));
  return jsonResponse({ replayed: await replay(keys) }, 200);
}

/** Compares digests, so that neither time nor length tells anything of the token. */
async function hasToken(headers: Headers, token: string): Promise<boolean> {
  const given = /^Bearer (.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
  if (given === undefined || token === "") return false;
  const [one, other] = await Promise.all([given, token].map(digest));
  return one!.reduce((difference, byte, at) => difference | (byte ^ other![at]!), 0) === 0;
}

const digest = async (text: string) =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));

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
