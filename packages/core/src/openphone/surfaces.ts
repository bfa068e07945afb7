import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { Surface } from "./surface.js";
import type { ApiAnswer, ApiRequest, Get } from "./transport.js";

/** Routes that come and go together on the dated surface. */
export type RouteFamily = "calls" | "call-recordings" | "messages" | "phone-numbers" | "users";

/** The same question, put to either surface. */
export type Routes = Record<Surface, Omit<ApiRequest, "surface">>;

export type Ask = (family: RouteFamily, routes: Routes) => Promise<{ surface: Surface; answer: ApiAnswer }>;

const FORGET_AFTER_MS = 600_000;

/**
 * Asks the dated surface first. Where it lacks the route (an older host, a version not offered), v1 is asked
 * instead, and for the next ten minutes at once. An honest "not found" is final: v1 would say the same.
 */
export function createSurfaces({ get, clock, logger }: { get: Get; clock: Clock; logger: Logger }): Ask {
  const missingUntil = new Map<RouteFamily, number>();

  return async function ask(family, routes) {
    if (clock.now() >= (missingUntil.get(family) ?? 0)) {
      const answer = await get({ ...routes["2026-03-30"], surface: "2026-03-30" });
      if (answer.ok || answer.refusal.kind !== "route_missing") return { surface: "2026-03-30", answer };
      missingUntil.set(family, clock.now() + FORGET_AFTER_MS);
      logger.warn("openphone.dated_route_missing", { family });
    }
    return { surface: "v1", answer: await get({ ...routes.v1, surface: "v1" }) };
  };
}
