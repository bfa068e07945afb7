import { ConnectionReset } from "../notion/connection-reset.js";
import { ApiError } from "./api-error.js";
import { datedRoutes } from "./dated/routes.js";
import { errorAnswer, type Surface, unknownRoute } from "./error-answer.js";
import type { faultPlan, OpenPhoneFault } from "./faults.js";
import { readQuery } from "./query-rules.js";
import { rateBudget } from "./rate-budget.js";
import { checkIds, findRoute, type Route } from "./route.js";
import { unmodelled } from "./unmodelled-routes.js";
import { v1Routes } from "./v1/routes.js";
import type { Workspace } from "./workspace.js";

export interface ApiServerOptions {
  /** `key` unless given; sent raw, never as `Bearer`. */
  apiKey?: string;
  /** `https://api.quo.com` unless given. */
  baseUrl?: string;
  /** Which surfaces answer; both unless switched off. `api.openphone.com` has v1 alone. */
  surfaces?: { dated?: boolean; v1?: boolean };
  /** Requests per second; 10 unless given. */
  rateLimit?: number | false;
  /** Reaches the subscribers of test and retried deliveries; without it, those stay pending. */
  webhookFetch?: typeof fetch;
}

export interface OpenPhoneRequest {
  method: string;
  /** Without the query. */
  path: string;
  /** With its `?`, or empty. */
  search: string;
  /** Method and path pattern, or method and path where no route fits. */
  route: string;
  /** Status of the answer, or how the request was lost. */
  outcome: number | "reset" | "timeout";
}

const VERSION = "2026-03-30";

export function apiServer(
  workspace: Workspace,
  faults: ReturnType<typeof faultPlan>,
  options: ApiServerOptions,
) {
  const baseUrl = (options.baseUrl ?? "https://api.quo.com").replace(/\/$/, "");
  const base = new URL(baseUrl);
  const prefix = base.pathname.replace(/\/$/, "");
  const budget = rateBudget(options.rateLimit ?? 10, () => workspace.clock.now());
  const requests: OpenPhoneRequest[] = [];
  const routes: Record<Surface, Route[]> = {
    v1: options.surfaces?.v1 === false ? [] : v1Routes(workspace),
    dated: options.surfaces?.dated === false ? [] : datedRoutes(workspace, options.webhookFetch),
  };

  /** The checks in the order in which the real host makes them: version, key, rate, input. */
  async function answer(request: Request, surface: Surface, route: Route, ids: Map<string, string>) {
    if (surface === "dated" && request.headers.get("quo-api-version") !== VERSION) {
      const message = `Unsupported or missing Quo-Api-Version header. Supported: ${VERSION}`;
      throw new ApiError(400, { title: "Bad Request", message });
    }
    if (request.headers.get("authorization") !== (options.apiKey ?? "key")) {
      throw new ApiError(401, { title: "Unauthorized" });
    }
    if (!budget.take()) throw new ApiError(429, { title: "Too Many Requests" });
    checkIds(ids);
    const query = readQuery(new URL(request.url).searchParams, route.query ?? {});
    const body = await route.answer({
      id: (name) => ids.get(name) ?? "",
      query,
      body: await jsonOf(request),
    });
    const status = route.status ?? 200;
    return body === undefined ? new Response(null, { status }) : Response.json(body, { status });
  }

  async function respond(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.origin !== base.origin || !url.pathname.startsWith(prefix)) {
      throw new TypeError(`The fake OpenPhone is ${baseUrl} alone.`);
    }
    request.signal.throwIfAborted();
    const { method } = request;
    const path = url.pathname.slice(prefix.length);
    const surface: Surface = path.startsWith("/v1/") ? "v1" : "dated";
    const found = findRoute(routes[surface], method, path);
    const log = (outcome: OpenPhoneRequest["outcome"]) => {
      const route = `${method} ${found?.route.path ?? path}`;
      requests.push({ method, path, search: url.search, route, outcome });
    };
    const refuse = (error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      const trace = Array.from({ length: 19 }, () => Math.floor(workspace.random() * 10)).join("");
      return errorAnswer(error, { surface, family: found?.route.family ?? "00", trace });
    };

    const fault = faults.take(method, path);
    if (fault === "reset" || fault === "timeout") {
      log(fault);
      if (fault === "reset") throw new ConnectionReset();
      return neverAnswered(request.signal);
    }
    const answerOrRefuse = async () => {
      if (fault === "html-404") return unknownRoute(method, path);
      if (fault !== undefined) return refuse(faultError(fault));
      if (found === undefined) {
        const leftOut = routes[surface].length > 0 && unmodelled(method, path);
        return leftOut ? refuse(leftOut) : unknownRoute(method, path);
      }
      return answer(request, surface, found.route, found.ids).catch(refuse);
    };
    const response = await answerOrRefuse();
    if (response.status !== 401 && found !== undefined) {
      for (const [name, value] of Object.entries(budget.headers())) response.headers.set(name, value);
    }
    log(response.status);
    return response;
  }

  return { baseUrl, requests: requests as readonly OpenPhoneRequest[], respond };
}

const FAULT_TITLE = {
  "401": "Unauthorized",
  "403": "Forbidden",
  "429": "Too Many Requests",
  "500": "Unknown",
};

function faultError(fault: Exclude<OpenPhoneFault, "html-404" | "reset" | "timeout">): ApiError {
  return new ApiError(Number(fault), {
    title: FAULT_TITLE[fault],
    ...(fault === "500" && { variant: "01" }),
  });
}

async function jsonOf(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, { title: "Bad Request", message: "The body is not JSON" });
  }
}

/** Settles only when the client gives up. */
const neverAnswered = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
