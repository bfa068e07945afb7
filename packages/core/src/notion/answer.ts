import { isHTTPResponseError } from "@notionhq/client";

/** What an error answer of Notion says, whether or not the official client knows its code. */
export interface ErrorAnswer {
  status: number;
  code: string;
  message: string;
  /** `additional_data` of the body. */
  data: Readonly<Record<string, unknown>>;
  retryAfterMs?: number;
  /** Came from in front of the API (an HTML page), so nothing is known about what lies behind. */
  fromEdge: boolean;
}

/** Reads an error thrown by the official client; `undefined` when it holds no HTTP answer. */
export function errorAnswer(error: unknown, now: number): ErrorAnswer | undefined {
  if (!isHTTPResponseError(error)) return undefined;
  const body = parseObject(error.body);
  const data = asObject(body?.additional_data) ?? {};
  const retryAfterMs = readRetryAfter(error.headers, data, now);
  return {
    status: error.status,
    code: typeof body?.code === "string" ? body.code : "",
    message: typeof body?.message === "string" ? body.message : "",
    data,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    fromEdge: body === undefined,
  };
}

/** `Retry-After` in seconds or as a date, else `additional_data.retry_after` in seconds. */
function readRetryAfter(
  headers: unknown,
  data: Readonly<Record<string, unknown>>,
  now: number,
): number | undefined {
  const header = headers instanceof Headers ? headers.get("retry-after") : null;
  for (const value of [header, data.retry_after]) {
    if (value === null || value === undefined || value === "") continue;
    const seconds = Number(value);
    if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
    const date = Date.parse(String(value));
    if (!Number.isNaN(date)) return Math.max(0, date - now);
  }
  return undefined;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const asObject = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
