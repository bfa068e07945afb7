import type { WebhookEvent } from "../../payloads/webhook-event.js";
import { ApiError, badRequest, notFound } from "../api-error.js";
import type { FakeDelivery, FakeWebhook } from "../fake-webhook.js";
import { datedPage } from "../page.js";
import { isDelivered, postWebhook } from "../post-webhook.js";
import { commaList, instant, oneOf, pageSize, type Query, text } from "../query-rules.js";
import type { Route, RouteRequest } from "../route.js";
import { sampleEvent } from "../sample-event.js";
import { newestFirst, type Workspace } from "../workspace.js";
import { WEBHOOK_EVENTS } from "./webhook-events.js";
import { webhookOf } from "./webhooks.js";

const summaryOf = ({ event, attempts: _attempts, ...delivery }: FakeDelivery) => ({
  ...delivery,
  eventId: event.id,
  eventType: event.type,
});

/** Adds one delivery to a webhook's log, not sent yet. */
export function logDelivery(workspace: Workspace, webhook: FakeWebhook, event: WebhookEvent): FakeDelivery {
  const delivery: FakeDelivery = {
    id: `msg_${webhook.id}-${webhook.deliveries.length + 1}`,
    event,
    status: "pending",
    createdAt: new Date(workspace.clock.now()).toISOString(),
    attempts: [],
  };
  webhook.deliveries.push(delivery);
  return delivery;
}

/**
 * The delivery log, which is also the way back after a long outage: list what failed, read `requestBody`, or retry.
 * `send` posts to the subscriber; without it, deliveries stay pending.
 */
export function deliveryRoutes(workspace: Workspace, send: typeof fetch | undefined): Route[] {
  const attempt = async (webhook: FakeWebhook, delivery: FakeDelivery) => {
    if (send === undefined) return;
    const now = workspace.clock.now();
    const target = { url: webhook.url, secret: webhook.key, fetch: send, now, deliveryId: delivery.id };
    const responseStatus = await postWebhook(delivery.event, target);
    delivery.attempts.push({ createdAt: new Date(now).toISOString(), responseStatus });
    delivery.status = isDelivered(responseStatus) ? "success" : "failed";
  };
  const deliveryOf = (request: RouteRequest): FakeDelivery => {
    const { deliveries } = webhookOf(workspace, request);
    const delivery = deliveries.find((each) => each.id === request.id("deliveryId"));
    if (delivery === undefined) throw notFound();
    return delivery;
  };
  return [
    {
      method: "GET",
      path: "/webhooks/:webhookId/events",
      family: "03",
      query: {
        status: oneOf("success", "pending", "sending", "failed"),
        "eventType[in]": commaList(text),
        resourceId: text,
        "createdAt[gt]": instant,
        "createdAt[lt]": instant,
        limit: pageSize(50),
        after: text,
      },
      answer(request) {
        const { deliveries } = webhookOf(workspace, request);
        const rows = newestFirst(deliveries).filter((delivery) => isAsked(delivery, request.query));
        return datedPage(rows, request.query, summaryOf);
      },
    },
    {
      method: "POST",
      path: "/webhooks/:webhookId/events/test",
      family: "03",
      status: 202,
      async answer(request) {
        const webhook = webhookOf(workspace, request);
        const value = (request.body as { eventType?: unknown } | undefined)?.eventType;
        if (typeof value !== "string" || !WEBHOOK_EVENTS.includes(value)) {
          const message = "Expected a known event type";
          throw badRequest({ path: "/eventType", message, value, schema: { type: "string" } });
        }
        const delivery = logDelivery(workspace, webhook, sampleEvent(value));
        await attempt(webhook, delivery);
        return { data: summaryOf(delivery) };
      },
    },
    {
      method: "GET",
      path: "/webhooks/:webhookId/events/:deliveryId",
      family: "03",
      answer(request) {
        const delivery = deliveryOf(request);
        return {
          data: { ...summaryOf(delivery), requestBody: delivery.event, attempts: delivery.attempts },
        };
      },
    },
    {
      method: "POST",
      path: "/webhooks/:webhookId/events/:deliveryId/retry",
      family: "03",
      status: 202,
      async answer(request) {
        const delivery = deliveryOf(request);
        if (delivery.status !== "failed") {
          throw new ApiError(422, {
            title: "Unprocessable Entity",
            message: "Only a failed delivery is retried",
          });
        }
        delivery.status = "pending";
        await attempt(webhookOf(workspace, request), delivery);
        return { data: summaryOf(delivery) };
      },
    },
  ];
}

function isAsked(delivery: FakeDelivery, query: Query): boolean {
  const types = query.list("eventType[in]");
  const gt = query.get("createdAt[gt]");
  const lt = query.get("createdAt[lt]");
  const resourceId = query.get("resourceId");
  const at = Date.parse(delivery.createdAt);
  const { resource } = delivery.event.data;
  return (
    (query.get("status") ?? delivery.status) === delivery.status &&
    (types.length === 0 || types.includes(delivery.event.type)) &&
    (resourceId === undefined || resource?.id === resourceId || resource?.callId === resourceId) &&
    (gt === undefined || at > Date.parse(gt)) &&
    (lt === undefined || at < Date.parse(lt))
  );
}
