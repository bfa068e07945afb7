import { setTimeout as sleep } from "node:timers/promises";
import { isSameUrl, legacyWebhookEvents, type OpenPhoneClient, type Webhook } from "@openphone-notion/core";
import { missingEvents, unlessMissing } from "../webhook-events.js";
import { type Finding, fail, ok, warn } from "./finding.js";

const CHECK = "webhook";
/** Of a type that changes nothing: samples of calls would become rows. */
const TEST_TYPE = "contact.updated";
const DELIVERED_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 500;
const RUN_INIT = "Run openphone-notion init, which makes or mends it.";

/** The webhooks of either system that point here, and what they tell of. */
export async function checkWebhook(
  openphone: OpenPhoneClient,
  url: string,
): Promise<{ findings: Finding[]; webhook?: Webhook }> {
  const listed = await unlessMissing(openphone.listWebhooks());
  const fresh = listed ?? [];
  const webhook = fresh.find((each) => isSameUrl(each.url, url));
  if (webhook) return { findings: [judge(webhook)], webhook };
  const legacy = (await unlessMissing(openphone.listLegacyWebhooks())) ?? [];
  const families = legacy.filter((each) => isSameUrl(each.url, url));
  if (families.length > 0) return { findings: [judgeLegacy(families, listed !== undefined)] };
  const elsewhere = fresh.length + legacy.length;
  return {
    findings: [
      fail(
        CHECK,
        elsewhere === 0
          ? "OpenPhone has none."
          : `OpenPhone has ${elsewhere}, but none that points to PUBLIC_URL with WEBHOOK_PATH.`,
        `${RUN_INIT} One that was made in the app cannot be seen here: then let delivery below decide.`,
      ),
    ],
  };
}

function judge({ status, events, resourceIds }: Webhook): Finding {
  if (status !== undefined && status !== "enabled")
    return fail(CHECK, "It points here, but is switched off.", RUN_INIT);
  const missing = missingEvents(events);
  if (missing.length > 0) return warn(CHECK, `It does not tell of ${missing.join(", ")}.`, RUN_INIT);
  if (resourceIds && !resourceIds.includes("*")) {
    return warn(
      CHECK,
      `It tells of ${resourceIds.length} numbers only.`,
      "If the others are to be synced as well, widen it in OpenPhone.",
    );
  }
  return ok(CHECK, "It points here and tells of everything needed.");
}

function judgeLegacy(webhooks: readonly Webhook[], hasNewSystem: boolean): Finding {
  const enabled = webhooks.filter(({ status }) => status === undefined || status === "enabled");
  const told = new Set(enabled.flatMap(({ events }) => events));
  const wanted = Object.entries(legacyWebhookEvents).filter(
    ([, events]) => !events.some((event) => told.has(event)),
  );
  if (wanted.length > 0)
    return fail(
      CHECK,
      `The legacy webhooks for ${wanted.map(([family]) => family).join(", ")} are missing.`,
      RUN_INIT,
    );
  const all = "The legacy webhooks point here and tell of what they can.";
  if (!hasNewSystem) return ok(CHECK, all);
  return warn(
    CHECK,
    all,
    "OpenPhone is retiring them: openphone-notion init --webhooks new makes the new one beside them.",
  );
}

/** Has OpenPhone itself deliver a sample, and reads from its log what became of it. */
export async function checkTestEvent(openphone: OpenPhoneClient, { id }: Webhook): Promise<Finding[]> {
  const check = "test event";
  const since = Date.now() - 60_000;
  const before = new Set((await deliveries(openphone, id, since)).map((delivery) => delivery.id));
  await openphone.sendTestEvent(id, TEST_TYPE);
  const giveUpAt = Date.now() + DELIVERED_WITHIN_MS;
  for (;;) {
    const sent = (await deliveries(openphone, id, since)).find((delivery) => !before.has(delivery.id));
    if (sent?.status === "success")
      return [ok(check, "OpenPhone delivered a signed sample, and it was accepted.")];
    if (sent?.status === "failed" || Date.now() > giveUpAt) {
      return [
        fail(
          check,
          sent?.status === "failed"
            ? "OpenPhone sent a sample, and it was not accepted."
            : "OpenPhone has not delivered its sample yet.",
          "If the delivery above is fine, OPENPHONE_WEBHOOK_SECRET lacks this webhook's key, or OpenPhone cannot reach PUBLIC_URL from outside.",
        ),
      ];
    }
    await sleep(LOOK_EVERY_MS);
  }
}

async function deliveries(openphone: OpenPhoneClient, id: string, since: number) {
  for await (const { rows } of openphone.deliveryPages(id, { since, eventTypes: [TEST_TYPE] })) return rows;
  return [];
}
