import { ApiError } from "./api-error.js";

/** Endpoints of the real API that the fake leaves out: they change what a sync only reads. */
const UNMODELLED = [
  /^POST \/v1\/(messages|contacts)$/,
  /^(PATCH|DELETE) \/v1\/contacts\/[^/]+$/,
  /^POST (\/v1)?\/conversations\/[^/]+\/mark-as-(read|done|open)$/,
  /^POST \/messages\/[^/]+\/retry$/,
  /^[A-Z]+ (\/v1)?\/tasks(\/|$)/,
];

/**
 * The refusal of an endpoint that exists, but not here. A route that the real API does not know either gets its page
 * instead (`unknownRoute`).
 */
export function unmodelled(method: string, path: string): ApiError | undefined {
  if (!UNMODELLED.some((route) => route.test(`${method} ${path}`))) return undefined;
  return new ApiError(400, {
    title: "Bad Request",
    message: `fakeOpenPhone does not model ${method} ${path}.`,
  });
}
