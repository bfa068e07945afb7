import type { RateLimitReason } from "./api-error.js";
import { seededRandom } from "./identifiers.js";
import { pathPattern } from "./path-pattern.js";

/**
 * What can go wrong with one request. `-before-commit` faults leave the workspace as it was, `-after-commit` ones
 * carry the request out and then keep the caller from learning it.
 */
export type FaultName =
  | "429"
  | "529"
  | "409"
  | "500"
  | "502-html"
  | "503"
  | "503-after-commit"
  | "timeout-before-commit"
  | "timeout-after-commit"
  | "reset-before-commit"
  | "reset-after-commit"
  | "slow-body"
  | "block-limit"
  | "unauthorized"
  | "not-shared";

/** A fault with its details. */
export interface FaultSpec {
  readonly fault: FaultName;
  /** Of `429` and `529`. Default: 1. */
  readonly retryAfterSeconds?: number;
  /** Of `429`. Default: `public_api_request_rate_limit`. */
  readonly reason?: RateLimitReason;
  /** How long a `timeout-…` or `slow-body` keeps still when the caller does not give up before. Default: 120,000. */
  readonly forMs?: number;
}

/** A name alone has the defaults of its details. */
export type Fault = FaultName | FaultSpec;

/** Which requests a fault is for. Left out, a member matches everything. */
export interface FaultTarget {
  method?: string;
  /** The whole path, with `:name` for a part that may be anything, as in `/v1/pages/:id`; or an expression. */
  path?: string | RegExp;
}

/** Lets requests fail as Notion's do. */
export interface Faults {
  /** Gives the next matching request, or the next `times` ones, this fault. Faults queue in the order they are given. */
  next(target: FaultTarget & { times?: number }, fault: Fault): void;
  /** From now on gives each matching request, with this probability, one of `faults`. The same seed repeats itself. */
  random(chance: FaultTarget & { probability: number; faults: readonly Fault[]; seed?: number }): void;
  /** Everything works again. */
  clear(): void;
}

export interface FaultBox extends Faults {
  /** The fault that this request gets, if any. */
  take(method: string, path: string): FaultSpec | undefined;
}

type Draw = (method: string, path: string) => Fault | undefined;

export function createFaults(): FaultBox {
  let draws: Draw[] = [];
  return {
    next({ times = 1, ...target }, fault) {
      const matches = targetMatcher(target);
      let left = times;
      draws.push((method, path) => {
        if (left === 0 || !matches(method, path)) return undefined;
        left -= 1;
        return fault;
      });
    },
    random({ probability, faults, seed = 1, ...target }) {
      const matches = targetMatcher(target);
      const random = seededRandom(seed);
      draws.push((method, path) => {
        if (!matches(method, path) || random() >= probability) return undefined;
        return faults[Math.floor(random() * faults.length)];
      });
    },
    clear() {
      draws = [];
    },
    take(method, path) {
      for (const draw of draws) {
        const fault = draw(method, path);
        if (fault !== undefined) return typeof fault === "string" ? { fault } : fault;
      }
      return undefined;
    },
  };
}

function targetMatcher({ method, path }: FaultTarget): (method: string, path: string) => boolean {
  const pathMatches =
    typeof path === "string" ? pathPattern(path) : (actual: string) => !path || path.test(actual);
  return (actualMethod, actualPath) =>
    (method === undefined || method.toUpperCase() === actualMethod) && Boolean(pathMatches(actualPath));
}
