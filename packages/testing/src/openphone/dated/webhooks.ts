import { ApiError, notFound } from "../api-error.js";
import { type FakeWebhook, makeWebhook, newWebhookKey, readWebhookInput } from "../fake-webhook.js";
import type { Route, RouteRequest } from "../route.js";
import type { Workspace } from "../workspace.js";
import { WEBHOOK_EVENTS } from "./webhook-events.js";

const MAX_WEBHOOKS = 50;

/** The key is shown when it is made and never again. */
const answerOf = ({ deliveries: _deliveries, userId: _userId, key: _key, ...webhook }: FakeWebhook) => ({
  ...webhook,
  apiVersion: "2026-03-30",
});

export const webhookOf = (workspace: Workspace, { id }: RouteRequest): FakeWebhook => {
  const webhook = workspace.webhooks.get(id("webhookId"));
  if (webhook === undefined) throw notFound();
  return webhook;
};

export function webhookRoutes(workspace: Workspace): Route[] {
  const { webhooks, clock, random } = workspace;
  let created = 122;
  const instantNow = () => new Date(clock.now()).toISOString();
  const rules = { knownEvents: WEBHOOK_EVENTS, maxResources: Number.POSITIVE_INFINITY };
  return [
    {
      method: "GET",
      path: "/webhooks",
      family: "03",
      answer: () => ({ data: [...webhooks.values()].map(answerOf) }),
    },
    {
      method: "POST",
      path: "/webhooks",
      family: "03",
      status: 201,
      answer({ body }) {
        const input = readWebhookInput(body, { ...rules, required: ["url", "events"] });
        if (webhooks.size >= MAX_WEBHOOKS) throw new ApiError(400, { title: "Too Many Webhooks" });
        created += 1;
        const key = `whsec_${newWebhookKey(random)}`;
        const webhook = makeWebhook(String(created), key, input, instantNow());
        webhooks.set(webhook.id, webhook);
        return { data: { ...answerOf(webhook), key } };
      },
    },
    {
      method: "GET",
      path: "/webhooks/:webhookId",
      family: "03",
      answer: (request) => ({ data: answerOf(webhookOf(workspace, request)) }),
    },
    {
      method: "PATCH",
      path: "/webhooks/:webhookId",
      family: "03",
      answer(request) {
        const change = readWebhookInput(request.body, { ...rules, required: [] });
        const webhook = Object.assign(webhookOf(workspace, request), change, { updatedAt: instantNow() });
        return { data: answerOf(webhook) };
      },
    },
    {
      method: "DELETE",
      path: "/webhooks/:webhookId",
      family: "03",
      status: 204,
      answer(request) {
        webhooks.delete(webhookOf(workspace, request).id);
      },
    },
    {
      method: "POST",
      path: "/webhooks/:webhookId/rotate",
      family: "03",
      answer(request) {
        const webhook = webhookOf(workspace, request);
        webhook.key = `whsec_${newWebhookKey(random)}`;
        return { data: { key: webhook.key } };
      },
    },
  ];
}
