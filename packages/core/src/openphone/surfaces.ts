import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { ApiRequest } from "./api-request.js";
import { routeMissing } from "./refusal.js";
import type { Surface } from "./surface.js";
import type { ApiAnswer, Send } from "./transport.js";

/** Routes that come and go together on the dated surface. */
export type RouteFamily =
  | "calls"
  | "call-list"
  | "call-recordings"
  | "call-transcripts"
  | "messages"
  | "message-list"
  | "conversations"
  | "contacts"
  | "phone-numbers"
  | "users"
  | "organization"
  | "webhooks";

export type Route = Pick<ApiRequest, "path" | "query">;

/** The same question, put to either surface, or to the only one that can be asked it. */
export type Routes = { readonly [S in Surface]?: Route | undefined };

/** With `only`, the other surface is left out. */
export type Ask = (
  family: RouteFamily,
  routes: Routes,
  only?: Surface,
) => Promise<{ surface: Surface; answer: ApiAnswer }>;

export interface SurfacesOptions {
  /** `auto` unless one of them is to be the only one used. */
  surface: Surface | "auto";
  send: Send;
  clock: Clock;
  logger: Logger;
}

const FORGET_AFTER_MS = 600_000;

/**
 * Asks the dated surface first. Where it lacks the route (an older host, a version not offered), v1 is asked
 * instead, and for the next ten minutes at once. An honest "not found" is final: v1 would say the same.
 */
export function createSurfaces({ surface: selected, send, clock, logger }: SurfacesOptions): Ask {
  const missingUntil = new Map<RouteFamily, number>();

  return async function ask(family, routes, only) {
    const isAllowed = (surface: Surface) =>
      (selected === "auto" || selected === surface) && (only ?? surface) === surface;
    const dated = isAllowed("2026-03-30") ? routes["2026-03-30"] : undefined;
    const v1 = isAllowed("v1") ? routes.v1 : undefined;
    if (dated && (!v1 || clock.now() >= (missingUntil.get(family) ?? 0))) {
      const answer = await send({ ...dated, surface: "2026-03-30" });
      if (!v1 || answer.ok || answer.refusal.kind !== "route_missing")
        return { surface: "2026-03-30", answer };
      missingUntil.set(family, clock.now() + FORGET_AFTER_MS);
      logger.warn("openphone.dated_route_missing", { family });
    }
    if (v1) return { surface: "v1", answer: await send({ ...v1, surface: "v1" }) };
    return { surface: only ?? "v1", answer: { ok: false, refusal: routeMissing() } };
  };
}
