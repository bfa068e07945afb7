import { sleep } from "@openphone-notion/core";
import { checkToken, readVersion } from "./authenticate.js";
import type { FaultBox } from "./faults.js";
import { newId } from "./identifiers.js";
import { failure, type Outcome, respond, success } from "./outcome.js";
import { playFault, type Scene } from "./play-fault.js";
import { readBody } from "./read-body.js";
import type { RequestLog } from "./request-log.js";
import { findRoute, invalidUrl, type Route, readParams } from "./routes.js";
import type { RequestWindow } from "./window.js";
import type { Workspace } from "./workspace.js";

export interface ServeSettings {
  readonly token: string | undefined;
  readonly window: RequestWindow | undefined;
  readonly latencyMs: number;
  readonly faults: FaultBox;
  readonly log: RequestLog;
}

/** The API over a workspace: routing, credentials, window, faults, then the endpoint. */
export function serve(
  workspace: Workspace,
  settings: ServeSettings,
): (request: Request) => Promise<Response> {
  const { clock } = workspace;
  return async (request) => {
    const url = new URL(request.url);
    const route = findRoute(request.method, url.pathname);
    const arrived = { method: request.method, path: url.pathname, at: clock.now() };
    const close = settings.log.open(arrived, route?.countedAs);
    if (settings.latencyMs > 0) await sleep(clock, settings.latencyMs, request.signal);
    const requestId = newId(workspace.random);
    const handle = () => carryOut(workspace, settings, request, url.searchParams, route);
    const scene: Scene = { clock, request, requestId, handle };
    const fault = settings.faults.take(request.method, url.pathname);
    const response = fault ? await playFault(fault, scene) : respond(await handle(), requestId);
    close(response.status);
    return response;
  };
}

async function carryOut(
  workspace: Workspace,
  settings: ServeSettings,
  request: Request,
  query: URLSearchParams,
  route: Route | undefined,
): Promise<Outcome> {
  try {
    if (!route) throw invalidUrl();
    checkToken(request, settings.token);
    const version = readVersion(request);
    settings.window?.take();
    const { body, sent } = await readBody(request);
    // From here on nothing waits, so a request is carried out in one piece.
    return success(
      route.endpoint({ workspace, version, query, body, sent, params: readParams(route.params) }),
    );
  } catch (error) {
    return failure(error);
  }
}
