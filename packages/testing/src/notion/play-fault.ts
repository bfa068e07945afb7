import { type Clock, sleep } from "@openphone-notion/core";
import {
  type AdditionalData,
  ApiError,
  blockLimitReached,
  notFound,
  rateLimited,
  unauthorized,
} from "./api-error.js";
import { ConnectionReset } from "./connection-reset.js";
import type { Committed } from "./exchange.js";
import type { FaultSpec } from "./faults.js";
import { failure, type Outcome, respond } from "./outcome.js";
import { slowResponse } from "./slow-response.js";

/** Longer than any sensible deadline of a caller, so that it is the caller who gives up. */
const STILL_MS = 120_000;

/** A request on the stage of a fault. */
export interface Scene {
  readonly clock: Clock;
  readonly request: Request;
  readonly requestId: string;
  /** Carries the request out. */
  handle(): Promise<Outcome>;
}

/** Answers a request the way `spec` wants it to go wrong. */
export async function playFault(spec: FaultSpec, scene: Scene): Promise<Response> {
  switch (spec.fault) {
    case "502-html":
      return new Response("<html><body><h1>502 Bad Gateway</h1></body></html>", {
        status: 502,
        headers: { "content-type": "text/html" },
      });
    case "503-after-commit":
      return respond(savedButUnavailable(await scene.handle()), scene.requestId);
    case "timeout-before-commit":
      return keepStill(spec, scene);
    case "timeout-after-commit":
      await scene.handle();
      return keepStill(spec, scene);
    case "reset-before-commit":
      throw new ConnectionReset();
    case "reset-after-commit":
      await scene.handle();
      throw new ConnectionReset();
    case "slow-body":
      return slowResponse(await scene.handle(), spec.forMs ?? STILL_MS, scene);
    default:
      return respond(failure(errorOf(spec, scene.request)), scene.requestId);
  }
}

function errorOf(spec: FaultSpec, request: Request): ApiError {
  const { retryAfterSeconds = 1 } = spec;
  switch (spec.fault) {
    case "429":
      return rateLimited(retryAfterSeconds, spec.reason ?? "public_api_request_rate_limit");
    case "529":
      return new ApiError(529, "service_overload", "Notion is overloaded. Please try again later.", {
        headers: { "retry-after": String(retryAfterSeconds) },
      });
    case "409":
      return new ApiError(409, "conflict_error", "Conflict occurred while saving. Please try again.");
    case "block-limit":
      return blockLimitReached();
    case "unauthorized":
      return unauthorized();
    case "not-shared":
      return notShared(new URL(request.url).pathname);
    case "500":
      return new ApiError(500, "internal_server_error", "Unexpected error occurred.");
    default:
      return unavailable();
  }
}

const unavailable = (additionalData?: AdditionalData): ApiError =>
  new ApiError(503, "service_unavailable", "Notion is unavailable. Please try again later.", {
    ...(additionalData && { additionalData }),
  });

/** A page that is not shared looks just like one that does not exist. */
function notShared(path: string): ApiError {
  const [, , family = "pages", id = "unknown"] = path.split("/");
  return notFound(family.replace(/s$/, "").replace("_", " "), id);
}

/**
 * A write that was saved answers 503 and says so; a read, or a write that was refused, answers as usual.
 * Source: developers.notion.com/reference/request-limits#retry-a-write-that-returns-503.
 */
function savedButUnavailable(outcome: Outcome): Outcome {
  if (outcome.status !== 200) return outcome;
  return failure(unavailable(outcome.committed && saved(outcome.committed)));
}

const saved = ({ resourceId, childIds }: Committed): AdditionalData => ({
  retry_guidance: ["The request was saved. Do not repeat it; read the resource instead."],
  deadline_ms: "55000",
  ...(resourceId !== undefined && { committed_resource_id: resourceId }),
  ...(childIds !== undefined && { committed_child_ids: [...childIds] }),
});

/** Says nothing until the caller goes away, which rejects, or its patience outlasts the gateway's. */
async function keepStill(spec: FaultSpec, { clock, request, requestId }: Scene): Promise<Response> {
  await sleep(clock, spec.forMs ?? STILL_MS, request.signal);
  return respond(failure(new ApiError(504, "gateway_timeout", "Notion timed out.")), requestId);
}
