import { showDuration } from "../output/time.js";
import { type Finding, fail, ok, warn } from "./finding.js";

/** A signature older than this is refused; so is one from as far in the future. */
const SIGNATURE_TOLERANCE_MS = 5 * 60_000;
/** `Date` headers have whole seconds, and the answer takes a while. */
const NORMAL_MS = 10_000;
const TIMEOUT_MS = 10_000;

/** Holds this machine's clock against the `Date` headers of services. */
export async function checkClock(urls: readonly string[]): Promise<Finding[]> {
  const skews = (await Promise.all(urls.map(skewOf))).filter((skew) => skew !== undefined);
  const skew = skews.sort((a, b) => Math.abs(a) - Math.abs(b))[0];
  if (skew === undefined) {
    return [
      warn("clock", "No service told the time, so it could not be compared.", "Run doctor again later."),
    ];
  }
  const off = `This machine's clock is ${showDuration(Math.abs(skew))} ${skew > 0 ? "ahead" : "behind"}`;
  if (Math.abs(skew) <= NORMAL_MS) return [ok("clock", "In step with the services.")];
  const todo = "Switch on time synchronisation (NTP) on this machine.";
  return Math.abs(skew) < SIGNATURE_TOLERANCE_MS / 2
    ? [warn("clock", `${off}.`, todo)]
    : [fail("clock", `${off}: signatures of webhooks will be refused as too old.`, todo)];
}

/** How far this clock is ahead, in milliseconds. Any answer will do; no key is sent. */
async function skewOf(url: string): Promise<number | undefined> {
  try {
    const sentAt = Date.now();
    const answer = await fetch(url, {
      method: "HEAD",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answeredAt = Date.now();
    await answer.body?.cancel();
    const told = Date.parse(answer.headers.get("date") ?? "");
    return Number.isFinite(told) ? (sentAt + answeredAt) / 2 - (told + 500) : undefined;
  } catch {
    return undefined;
  }
}
