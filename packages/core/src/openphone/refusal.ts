import * as z from "zod";
import { SyncError, type SyncErrorCode } from "../sync-error.js";

export type RefusalKind =
  /** The surface does not know the route. */
  | "route_missing"
  /** The API answered, and its answer is that it cannot or may not tell us about this object. */
  | "cannot_tell"
  | "other";

/** A 4xx answer, classified. Quotes nothing of the body, which may hold personal data. */
export class Refusal extends SyncError {
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, code: SyncErrorCode, message: string, status?: number) {
    super(code, message, { retry: "never", ...(status !== undefined && { status }) });
    this.kind = kind;
  }
}

/** What stands for an answer where neither surface may be asked. */
export const routeMissing = (): Refusal =>
  new Refusal(
    "route_missing",
    "openphone_not_found",
    "The OpenPhone surface in use does not have that; let it be chosen by capability, or select the other one.",
  );

/** Sent on v1 for calls with more than two participants. */
const TOO_MANY_PARTICIPANTS = "0101400";

const text = z.lazy(() => z.string().optional().catch(undefined));

/**
 * The JSON bodies of a refusal: flat with `code` (v1), flat without (dated), wrapped in `error` (v1 gateway).
 * The fourth body, for a route that does not exist, is HTML.
 */
const errorBody = z.lazy(() =>
  z.looseObject({
    message: text,
    title: text,
    code: text,
    error: z.looseObject({ message: text, key: text }).optional().catch(undefined),
  }),
);

export function refusalOf(status: number, bodyText: string): Refusal {
  const body = readBody(bodyText);
  const said = `${body?.title ?? ""}\n${body?.message ?? body?.error?.message ?? ""}`;
  const [code, message] = meaningOf(status);
  return new Refusal(kindOf(status, body, said), code, message, status);
}

function kindOf(status: number, body: z.infer<typeof errorBody> | undefined, said: string): RefusalKind {
  if (status === 404 && body === undefined) return "route_missing";
  if (status === 400 && /quo-api-version/i.test(said)) return "route_missing";
  // Without JSON a 403 is an edge in front of the API, which knows nothing of the object.
  if ((status === 404 || status === 403) && body !== undefined) return "cannot_tell";
  const tooMany = body?.code === TOO_MANY_PARTICIPANTS || /too many participants/i.test(said);
  return status === 400 && tooMany ? "cannot_tell" : "other";
}

function readBody(bodyText: string) {
  try {
    return errorBody.safeParse(JSON.parse(bodyText)).data;
  } catch {
    return undefined;
  }
}

function meaningOf(status: number): [SyncErrorCode, message: string] {
  switch (status) {
    case 401:
      return [
        "openphone_unauthorized",
        "OpenPhone refused the API key; set the raw key from the workspace settings.",
      ];
    case 402:
    case 403:
      return [
        "openphone_forbidden",
        "OpenPhone does not let this API key do that; check the subscription, the plan and the number's access.",
      ];
    case 404:
      return [
        "openphone_not_found",
        "OpenPhone does not know this object or route; check that the base URL is that of the API.",
      ];
    default:
      return ["openphone_invalid_request", "OpenPhone refused the request as invalid."];
  }
}
