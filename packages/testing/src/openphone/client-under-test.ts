import { createOpenPhoneClient, type OpenPhoneClientOptions, silentLogger } from "@openphone-notion/core";
import { createManualClock } from "../clock/manual-clock.js";
import { type FakeOpenPhoneOptions, fakeOpenPhone } from "./fake-openphone.js";

/** The client of the core against a fake of its own, on a clock that stands still; nothing paces it. */
export function clientUnderTest(
  fakeOptions: FakeOpenPhoneOptions = {},
  clientOptions: Partial<OpenPhoneClientOptions> = {},
) {
  const clock = createManualClock(Date.parse("2026-11-01T00:00:00Z"));
  const openphone = fakeOpenPhone({ rateLimit: false, clock, ...fakeOptions });
  const pauses: number[] = [];
  const client = createOpenPhoneClient({
    apiKey: openphone.apiKey,
    fetch: openphone.fetch,
    limiter: { schedule: (_priority, task) => task(), pause: (until) => pauses.push(until - clock.now()) },
    clock,
    random: () => 0,
    logger: silentLogger,
    ...clientOptions,
  });
  /** Lets time pass until the promise settles. */
  async function drive<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settled = promise.finally(() => {
      isSettled = true;
    });
    settled.catch(() => {});
    while (!isSettled) await clock.advance(1_000);
    return settled;
  }
  return { clock, openphone, client, pauses, drive };
}

/** Everything that an iterator tells. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of iterable) all.push(each);
  return all;
}
