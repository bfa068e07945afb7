import { fakeWorkspace } from "../payloads/fake-workspace.js";
import type { Random } from "../payloads/seeded-random.js";
import type { WebhookEvent } from "../payloads/webhook-event.js";
import { badRequest } from "./api-error.js";

export interface FakeWebhook {
  /** `WH…` on v1, digits on the dated surface; each surface sees its own alone. */
  id: string;
  userId: string;
  orgId: string;
  label: string | null;
  status: "enabled" | "disabled";
  url: string;
  key: string;
  events: readonly string[];
  resourceIds: readonly string[];
  createdAt: string;
  updatedAt: string;
  deliveries: FakeDelivery[];
}

/** One event on its way to one webhook of the dated surface. */
export interface FakeDelivery {
  /** `msg_…` */
  id: string;
  event: WebhookEvent;
  status: "success" | "pending" | "failed";
  createdAt: string;
  attempts: { createdAt: string; responseStatus: number | null }[];
}

/** What a webhook is made or changed with, checked. */
export interface WebhookInput {
  url?: string;
  events?: readonly string[];
  resourceIds?: readonly string[];
  label?: string;
  status?: "enabled" | "disabled";
  userId?: string;
}

const isStrings = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

/** The dated surface has no `userId`: its webhooks are the workspace's. */
const FIELDS = ["url", "events", "resourceIds", "label", "status"];

/**
 * Checks a webhook's body. Fields that there are not are refused, which the real API may overlook. `null` for `resourceIds` clears the filter, as `["*"]` does.
 * `knownEvents`, `maxResources` and `moreFields` are what the endpoint allows.
 */
export function readWebhookInput(
  body: unknown,
  rules: {
    knownEvents: readonly string[];
    maxResources: number;
    required: readonly string[];
    moreFields?: readonly string[];
  },
): WebhookInput {
  const input = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const check = (name: string, type: string, isValid: (value: unknown) => boolean) => {
    const value = input[name];
    if (value === undefined && !rules.required.includes(name)) return;
    if (!isValid(value))
      throw badRequest({ path: `/${name}`, message: `Expected ${type}`, value, schema: { type } });
  };
  for (const [name, value] of Object.entries(input)) {
    if (FIELDS.includes(name) || rules.moreFields?.includes(name)) continue;
    throw badRequest({ path: `/${name}`, message: "Unexpected property", value, schema: { type: "never" } });
  }
  check("url", "string", (value) => typeof value === "string" && URL.canParse(value));
  check(
    "events",
    "array",
    (value) =>
      isStrings(value) && value.length > 0 && value.every((name) => rules.knownEvents.includes(name)),
  );
  check(
    "resourceIds",
    "array",
    (value) => value === null || (isStrings(value) && value.length <= rules.maxResources),
  );
  check("label", "string", (value) => typeof value === "string");
  check("status", "string", (value) => value === "enabled" || value === "disabled");
  const { resourceIds, ...rest } = input as WebhookInput;
  const clears = "resourceIds" in input && !(resourceIds && resourceIds.length > 0);
  return { ...rest, ...(clears ? { resourceIds: ["*"] } : resourceIds && { resourceIds }) };
}

export function makeWebhook(id: string, key: string, input: WebhookInput, createdAt: string): FakeWebhook {
  return {
    id,
    userId: input.userId ?? fakeWorkspace.userId,
    orgId: fakeWorkspace.orgId,
    label: input.label ?? null,
    status: input.status ?? "enabled",
    url: input.url ?? "",
    key,
    events: input.events ?? [],
    resourceIds: input.resourceIds ?? ["*"],
    createdAt,
    updatedAt: createdAt,
    deliveries: [],
  };
}

/** 32 bytes as base64, the way both systems hand out their keys (the new one behind `whsec_`). */
export const newWebhookKey = (random: Random): string =>
  btoa(String.fromCharCode(...Array.from({ length: 32 }, () => Math.floor(random() * 256))));
