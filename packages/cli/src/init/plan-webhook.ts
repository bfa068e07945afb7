import {
  isSameUrl,
  type LegacyWebhookFamily,
  legacyWebhookEvents,
  type OpenPhoneClient,
  type Webhook,
} from "@openphone-notion/core";
import { missingEvents, WANTED_EVENTS } from "../webhook-events.js";

/** What is to be done about webhooks. */
export interface WebhookPlan {
  /** For people; empty where all is as it should be. */
  steps: string[];
  /** Does it. Answers the signing secrets that were learnt by it. */
  apply(): Promise<string[]>;
}

const LABEL = "openphone-notion";

/** In the system that is in use for this URL; where neither is, in the new one if OpenPhone has it here. */
export async function planWebhook(
  openphone: OpenPhoneClient,
  url: string,
  secrets: readonly string[],
): Promise<WebhookPlan> {
  const { surface } = await openphone.preflight();
  if (surface === "v1") return planLegacyWebhooks(openphone, url);
  const isHere = (each: Webhook) => isSameUrl(each.url, url);
  const usesLegacy =
    !(await openphone.listWebhooks()).some(isHere) && (await openphone.listLegacyWebhooks()).some(isHere);
  return usesLegacy ? planLegacyWebhooks(openphone, url) : planNewWebhook(openphone, url, secrets);
}

/** One webhook of the new system. `secrets` are those that are set already. */
export async function planNewWebhook(
  openphone: OpenPhoneClient,
  url: string,
  secrets: readonly string[],
): Promise<WebhookPlan> {
  const found = (await openphone.listWebhooks()).find((each) => isSameUrl(each.url, url));
  if (!found) {
    return {
      steps: [`make a webhook in OpenPhone to ${url}`],
      apply: async () =>
        keysOf([await openphone.createWebhook({ url, events: [...WANTED_EVENTS], label: LABEL })]),
    };
  }
  const missing = missingEvents(found.events);
  const disabled = found.status === "disabled";
  const keyless = !secrets.some((secret) => secret.startsWith("whsec_"));
  return {
    steps: [
      ...(missing.length > 0 ? [`have the webhook also tell of ${missing.join(", ")}`] : []),
      ...(disabled ? ["switch the webhook on"] : []),
      ...(keyless ? ["give the webhook a new key, for OpenPhone does not show the present one again"] : []),
    ],
    async apply() {
      const { id, events } = found;
      if (missing.length > 0 || disabled) {
        await openphone.updateWebhook(id, {
          ...(missing.length > 0 ? { events: [...events, ...missing] } : {}),
          ...(disabled ? { status: "enabled" } : {}),
        });
      }
      return keyless ? [await openphone.rotateWebhookKey(id)] : [];
    },
  };
}

/** The four legacy webhooks, each with a key of its own. */
export async function planLegacyWebhooks(openphone: OpenPhoneClient, url: string): Promise<WebhookPlan> {
  const here = (await openphone.listLegacyWebhooks()).filter(
    (each) => isSameUrl(each.url, url) && each.status !== "disabled",
  );
  const families = Object.keys(legacyWebhookEvents) as LegacyWebhookFamily[];
  const missing = families.filter(
    (family) => !here.some(({ events }) => legacyWebhookEvents[family].some((type) => events.includes(type))),
  );
  return {
    steps: missing.map((family) => `make a legacy webhook for ${family} to ${url}`),
    async apply() {
      const made: Webhook[] = [];
      for (const family of missing) {
        const events = legacyWebhookEvents[family].filter((type) => type !== "call.ringing");
        made.push(await openphone.createLegacyWebhook(family, { url, events, label: LABEL }));
      }
      return keysOf([...here, ...made]);
    },
  };
}

const keysOf = (webhooks: readonly Webhook[]): string[] => webhooks.flatMap(({ key }) => key ?? []);

/** Those that are set, and those learnt, each once. */
export const joinSecrets = (known: readonly string[], learnt: readonly string[]): string =>
  [...new Set([...known, ...learnt])].join(",");
