import { ApiError } from "./api-error.js";
import type { JsonObject } from "./body-checks.js";
import type { Answer, Committed } from "./exchange.js";

/** What the API has to say to a request, before it is put on the wire. */
export interface Outcome {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Readonly<Record<string, string>>;
  /** Only of a write that was carried out. */
  readonly committed: Committed | undefined;
}

export const success = ({ body, committed }: Answer): Outcome => ({
  status: 200,
  body,
  headers: {},
  committed,
});

/** Notion's error object. What is not an `ApiError` is a bug of the fake and passed on. */
export function failure(error: unknown): Outcome {
  if (!(error instanceof ApiError)) throw error;
  const { status, code, message, additionalData, headers } = error;
  const extra = additionalData && { additional_data: additionalData };
  return {
    status,
    body: { object: "error", status, code, message, ...extra },
    headers,
    committed: undefined,
  };
}

/** The text of the body on the wire: every object that Notion answers names its request. */
export const outcomeText = (outcome: Outcome, requestId: string): string =>
  JSON.stringify({ ...outcome.body, request_id: requestId });

/** The headers that every answer of the API itself has. */
export const outcomeHeaders = (outcome: Outcome, requestId: string): Record<string, string> => ({
  "content-type": "application/json; charset=utf-8",
  "x-notion-request-id": requestId,
  ...outcome.headers,
});

export const respond = (outcome: Outcome, requestId: string): Response =>
  new Response(outcomeText(outcome, requestId), {
    status: outcome.status,
    headers: outcomeHeaders(outcome, requestId),
  });
