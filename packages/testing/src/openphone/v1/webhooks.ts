import { notFound } from "../api-error.js";
import { type FakeWebhook, makeWebhook, newWebhookKey, readWebhookInput } from "../fake-webhook.js";
import { idOf } from "../query-rules.js";
import type { Route, RouteRequest } from "../route.js";
import type { Workspace } from "../workspace.js";

/** Each family of events has its own endpoint, so one URL ends up with four webhooks and four keys. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  messages: ["message.received", "message.delivered"],
  calls: ["call.completed", "call.ringing", "call.recording.completed"],
  "call-summaries": ["call.summary.completed"],
  "call-transcripts": ["call.transcript.completed"],
};

/** Undocumented; integrators batch by it. */
const MAX_RESOURCES = 10;

const answerOf = ({ deliveries: _deliveries, ...webhook }: FakeWebhook) => ({ ...webhook, deletedAt: null });

export function webhookRoutes(workspace: Workspace): Route[] {
  const { legacyWebhooks: webhooks, clock, random } = workspace;
  let created = 0;

  const create = (events: readonly string[], { body }: RouteRequest) => {
    const required = ["url", "events"];
    const rules = { knownEvents: events, maxResources: MAX_RESOURCES, moreFields: ["userId"] };
    const input = readWebhookInput(body, { ...rules, required });
    created += 1;
    const id = `WH${String(created).padStart(8, "0")}`;
    const webhook = makeWebhook(id, newWebhookKey(random), input, new Date(clock.now()).toISOString());
    webhooks.set(id, webhook);
    return { data: answerOf(webhook) };
  };
  const known = ({ id }: RouteRequest): FakeWebhook => {
    const webhook = webhooks.get(id("legacyWebhookId"));
    if (webhook === undefined) throw notFound();
    return webhook;
  };

  return [
    {
      method: "GET",
      path: "/v1/webhooks",
      family: "03",
      query: { userId: idOf("US") },
      answer({ query }) {
        // Acts for the owner by default, so the webhooks of others stay hidden.
        const actor = query.get("userId") ?? workspace.users.find((user) => user.role === "owner")?.id;
        return { data: [...webhooks.values()].filter((webhook) => webhook.userId === actor).map(answerOf) };
      },
    },
    {
      method: "GET",
      path: "/v1/webhooks/:legacyWebhookId",
      family: "03",
      answer: (request) => ({ data: answerOf(known(request)) }),
    },
    {
      method: "DELETE",
      path: "/v1/webhooks/:legacyWebhookId",
      family: "03",
      status: 204,
      answer(request) {
        webhooks.delete(known(request).id);
      },
    },
    ...Object.entries(FAMILIES).map(
      ([family, events]): Route => ({
        method: "POST",
        path: `/v1/webhooks/${family}`,
        family: "03",
        status: 201,
        answer: (request) => create(events, request),
      }),
    ),
  ];
}
