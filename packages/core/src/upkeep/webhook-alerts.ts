import type { Alert, Alerts } from "../ports/alerts.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";

/** The same alert is not sent again within this time. */
const QUIET_MS = 10 * 60_000;
const TIMEOUT_MS = 10_000;
/** Remembered alerts; beyond that the oldest is forgotten. */
const MEMORY = 1_000;

/** Logs every alert, and posts it as JSON (`{ text, code, message, key }`, which chat webhooks show) where a URL is set. */
export function createWebhookAlerts(options: {
  url?: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Where many raise alerts, each for a short while: what concerns no single activity is told once by all of this store. */
  shared?: { store: Pick<StateStore, "claim">; owner: string };
  /** For platforms that end what nobody waits for. */
  keepAlive?(work: Promise<unknown>): void;
  clock: Clock;
  logger: Logger;
}): Alerts {
  const { url, fetch, shared, clock, logger } = options;
  const raisedAt = new Map<string, number>();

  async function post(to: string, alert: Alert): Promise<void> {
    const text = `openphone-notion: ${alert.message}${alert.key ? ` (${alert.key})` : ""}`;
    const late = new AbortController();
    const cancel = clock.after(TIMEOUT_MS, () => late.abort());
    try {
      const answer = await fetch(to, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ text, ...alert }),
        signal: late.signal,
      });
      await answer.body?.cancel();
      if (!answer.ok) logger.warn("alert.refused", { code: alert.code, status: answer.status });
    } catch {
      logger.warn("alert.not_sent", { code: alert.code });
    } finally {
      cancel();
    }
  }

  /** Whether nobody else has told it. Where that cannot be asked it is rather told twice than never. */
  const isOurs = ({ store, owner }: NonNullable<typeof shared>, { code }: Alert): Promise<boolean> =>
    store.claim(`alert:${code}`, { owner, leaseMs: QUIET_MS, now: clock.now() }).catch(() => true);

  async function tell(alert: Alert): Promise<void> {
    if (shared && alert.key === undefined && !(await isOurs(shared, alert))) return;
    logger.error("alert", { code: alert.code, reason: alert.message, key: alert.key });
    if (url) await post(url, alert);
  }

  return {
    raise(alert) {
      const id = `${alert.code} ${alert.key ?? ""}`;
      const now = clock.now();
      if (now - (raisedAt.get(id) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return;
      raisedAt.delete(id);
      raisedAt.set(id, now);
      if (raisedAt.size > MEMORY) raisedAt.delete(raisedAt.keys().next().value!);
      const told = tell(alert);
      options.keepAlive?.(told);
    },
  };
}
