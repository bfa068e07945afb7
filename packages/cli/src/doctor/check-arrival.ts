import { randomUUID } from "node:crypto";
import { type StateStore, signLegacy, signStandard } from "@openphone-notion/core";
import { type Finding, fail, ok } from "./finding.js";

const TIMEOUT_MS = 15_000;
const CHECK = "delivery";

/**
 * Sends a harmless event, signed with each secret as OpenPhone would, to where OpenPhone sends them, and looks whether
 * it arrives in this state.
 */
export async function checkArrival(
  url: string,
  secrets: readonly string[],
  store: Pick<StateStore, "events">,
): Promise<Finding[]> {
  const outcomes = await Promise.all(secrets.map((secret) => send(url, secret, store)));
  // Several secrets that all fail in one way are one finding.
  return outcomes.filter((one, at) => outcomes.findIndex(({ text }) => text === one.text) === at);
}

async function send(url: string, secret: string, store: Pick<StateStore, "events">): Promise<Finding> {
  const id = `EVdoctor${randomUUID().replaceAll("-", "")}`;
  const standard = secret.startsWith("whsec_");
  const now = Date.now();
  const body = JSON.stringify({
    id,
    object: "event",
    apiVersion: standard ? "2026-03-30" : "v4",
    createdAt: new Date(now).toISOString(),
    type: "doctor.test",
    data: standard ? { resource: {} } : { object: {} },
  });
  const timestampSeconds = Math.floor(now / 1_000);
  const signature: Record<string, string> = standard
    ? {
        "webhook-id": id,
        "webhook-timestamp": String(timestampSeconds),
        "webhook-signature": await signStandard({ secret, id, timestampSeconds, body }),
      }
    : { "openphone-signature": await signLegacy({ secret, timestampMs: now, body }) };

  let status: number;
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...signature },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    status = answer.status;
  } catch {
    return fail(
      CHECK,
      "Nothing answers at PUBLIC_URL.",
      "Start openphone-notion serve, and see that the tunnel or proxy in front of it runs; then run doctor again.",
    );
  }
  if (status === 200) {
    const { events } = await store.events({ id, limit: 1 });
    return events.length > 0
      ? ok(CHECK, "A signed test event arrived through PUBLIC_URL and was stored.")
      : fail(
          CHECK,
          "A test event was accepted at PUBLIC_URL, but not into this data folder.",
          "Another deployment answers there: point PUBLIC_URL at this one, or DATA_DIR at its folder.",
        );
  }
  if (status === 401) {
    return fail(
      CHECK,
      "The server at PUBLIC_URL refuses the signature of a secret that is set here.",
      "Restart serve, so that it reads the settings anew; check that it uses the same ones.",
    );
  }
  return fail(
    CHECK,
    `A test event to PUBLIC_URL is answered with ${status}.`,
    status >= 500
      ? "See the log of serve: it cannot store events, or the proxy does not reach it."
      : "Something else answers there: check PUBLIC_URL and WEBHOOK_PATH, and that no login page is in front.",
  );
}
