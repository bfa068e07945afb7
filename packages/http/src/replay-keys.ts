import { type ActivityKey, SyncError } from "@openphone-notion/core";
import { jsonObject } from "./json-object.js";

/** The keys of `{ "keys": ["call:AC…"] }`; `undefined` without a body or without `keys`, which means all. */
export function readReplayKeys(text: string): ActivityKey[] | undefined {
  if (text.trim() === "") return undefined;
  const body = jsonObject(text);
  if (!body) throw invalid("the body must be a JSON object");
  const { keys } = body;
  if (keys === undefined) return undefined;
  const isKey = (key: unknown) => typeof key === "string" && /^(call|message|mail):./.test(key);
  if (!Array.isArray(keys) || !keys.every(isKey))
    throw invalid("keys must be a list of activity keys (call:AC…)");
  return keys as ActivityKey[];
}

const invalid = (problem: string) =>
  new SyncError("invalid_json", `Nothing was replayed: ${problem}.`, { retry: "never" });
