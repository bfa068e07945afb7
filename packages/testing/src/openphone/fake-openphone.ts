import type { HttpHandler } from "msw";
import { mswHandlers } from "../notion/msw-handlers.js";
import type { WebhookEvent } from "../payloads/webhook-event.js";
import { type ApiServerOptions, apiServer, type OpenPhoneRequest } from "./api-server.js";
import { logDelivery } from "./dated/webhook-deliveries.js";
import { type FaultPlan, faultPlan } from "./faults.js";
import { type FakeMediaHost, fakeMediaHost } from "./media-host.js";
import { createWorkspace, type WorkspaceOptions } from "./workspace.js";
import { type WorkspaceContent, workspaceContent } from "./workspace-content.js";

/** The workspace, and how its API behaves. Nothing is needed: there is one number with one user. */
export interface FakeOpenPhoneOptions extends WorkspaceOptions, ApiServerOptions {
  /** Where recordings, voicemails and pictures lie; may hold a path. */
  mediaBaseUrl?: string;
  /** Makes media links signed, and worthless after this many milliseconds. */
  mediaLinkLifetimeMs?: number;
}

/**
 * A strict, stateful OpenPhone: both REST surfaces over one workspace, and a media host of its own. Strict means that
 * it refuses what the real one refuses (page sizes, operators, missing version header, a `Bearer` key) and also what
 * the real one may overlook (unknown parameters), so that a mistake shows in a test.
 */
export interface FakeOpenPhone extends WorkspaceContent {
  readonly baseUrl: string;
  /** The one accepted key. */
  readonly apiKey: string;
  /**
   * Give it to the client as its `fetch`. Throws `ConnectionReset` where a fault breaks the connection, the reason of
   * the request's signal once it aborts, and a `TypeError` for any other host, as an unreachable one would.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** For MSW: the API and the media host. */
  readonly handlers: HttpHandler[];
  readonly media: FakeMediaHost;
  readonly faults: FaultPlan;
  readonly requests: readonly OpenPhoneRequest[];
  /** Requests by route, e.g. `counts["GET /v1/calls/:callId"]`; routes never asked are absent. */
  readonly counts: Readonly<Record<string, number>>;
  /** Puts a delivery that was given up into a webhook's log, as after a long outage. Answers its id. */
  addFailedDelivery(webhookId: string, event: WebhookEvent): string;
}

/** Starts a workspace with no activities in it; `addCall` and its like fill it, webhooks alone do not. */
export function fakeOpenPhone(options: FakeOpenPhoneOptions = {}): FakeOpenPhone {
  const media = fakeMediaHost({
    ...(options.mediaBaseUrl !== undefined && { baseUrl: options.mediaBaseUrl }),
    ...(options.mediaLinkLifetimeMs !== undefined && { linkLifetimeMs: options.mediaLinkLifetimeMs }),
    ...(options.clock && { clock: options.clock }),
  });
  const workspace = createWorkspace(options, media);
  const faults = faultPlan();
  const server = apiServer(workspace, faults, options);
  return {
    ...workspaceContent(workspace),
    baseUrl: server.baseUrl,
    apiKey: options.apiKey ?? "key",
    async fetch(input, init) {
      return server.respond(new Request(input, init));
    },
    handlers: [...mswHandlers(media.baseUrl, media.respond), ...mswHandlers(server.baseUrl, server.respond)],
    media,
    faults,
    requests: server.requests,
    get counts() {
      const counts: Record<string, number> = {};
      for (const { route } of server.requests) counts[route] = (counts[route] ?? 0) + 1;
      return counts;
    },
    addFailedDelivery(webhookId, event) {
      const webhook = workspace.webhooks.get(webhookId);
      if (webhook === undefined) throw new Error(`There is no webhook ${webhookId} on the dated surface.`);
      const delivery = logDelivery(workspace, webhook, event);
      delivery.status = "failed";
      return delivery.id;
    },
  };
}
