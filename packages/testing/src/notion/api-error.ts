export type AdditionalData = Record<string, string | string[]>;

export interface ApiErrorExtras {
  additionalData?: AdditionalData;
  headers?: Record<string, string>;
}

/** An error that the API answers, as opposed to a bug of the fake. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly additionalData: AdditionalData | undefined;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, message: string, extras: ApiErrorExtras = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.additionalData = extras.additionalData;
    this.headers = extras.headers ?? {};
  }
}

export const validationError = (message: string, extras?: ApiErrorExtras): ApiError =>
  new ApiError(400, "validation_error", message, extras);

/** A request that Notion may well accept and that this fake cannot play. */
export const notModelled = (what: string): ApiError =>
  validationError(`The fake Notion does not model ${what}.`);

export const unauthorized = (): ApiError => new ApiError(401, "unauthorized", "API token is invalid.");

/** `kind` as Notion words it: `page`, `database`, `data source`, `block`… */
export const notFound = (kind: string, id: string): ApiError =>
  new ApiError(
    404,
    "object_not_found",
    `Could not find ${kind} with ID: ${id}. Make sure the relevant pages and databases are shared with your integration.`,
  );

export const inTrashError = (): ApiError =>
  validationError("Can't edit block that is archived. You must unarchive the block before editing.");

/** Why a request was limited. Source: developers.notion.com/reference/request-limits. */
export type RateLimitReason =
  | "public_api_request_rate_limit"
  | "public_api_space_request_rate_limit"
  | "public_api_endpoint_rate_limit"
  | "public_api_request_blocked";

export const rateLimited = (retryAfterSeconds: number, reason: RateLimitReason): ApiError =>
  new ApiError(429, "rate_limited", "You have been rate limited. Please try again in a few minutes.", {
    additionalData: { rate_limit_reason: reason, retry_after: String(retryAfterSeconds) },
    headers: { "retry-after": String(retryAfterSeconds) },
  });

/** A Free workspace has used up its lifetime blocks. Source: developers.notion.com/reference/workspace-block-limits. */
export const blockLimitReached = (): ApiError =>
  new ApiError(
    403,
    "restricted_resource",
    "This workspace has reached its block limit. Upgrade to add more.",
    {
      additionalData: { block_limit: "block_creation" },
    },
  );
