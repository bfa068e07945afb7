import { type HistoryRequest, SyncError } from "@openphone-notion/core";
import { jsonObject } from "./json-object.js";

/** `{ "since": "2026-01-01", "until"?: …, "phoneNumbers"?: ["PN…"] }`; times as ISO 8601 or milliseconds since the epoch. */
export function readImportRequest(text: string): HistoryRequest {
  const body = jsonObject(text);
  if (!body) throw invalid("the body must be a JSON object");
  const { since, until, phoneNumbers } = body;
  const from = time(since, "since");
  const to = until === undefined ? undefined : time(until, "until");
  if (from === undefined) throw invalid("since must say where the range begins");
  const areNumbers =
    Array.isArray(phoneNumbers) &&
    phoneNumbers.length > 0 &&
    phoneNumbers.every((each) => typeof each === "string");
  if (phoneNumbers !== undefined && !areNumbers)
    throw invalid("phoneNumbers must be a list of ids (PN…) or E.164 numbers");
  return {
    since: from,
    ...(to === undefined ? {} : { until: to }),
    ...(areNumbers ? { phoneNumbers } : {}),
  };
}

function time(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  const at = typeof value === "string" ? Date.parse(value) : value;
  if (typeof at === "number" && Number.isFinite(at)) return at;
  throw invalid(`${name} must be a time such as 2026-01-01T00:00:00Z`);
}

const invalid = (problem: string) =>
  new SyncError("invalid_json", `No import was begun: ${problem}.`, { retry: "never" });
