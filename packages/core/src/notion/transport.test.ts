import { describe, expect, test } from "vitest";
import type { Clock } from "../ports/clock.js";
import { DeadlineExceeded, fetchWithDeadline, neverSent } from "./transport.js";

const failure = (facts: { code?: string; syscall?: string }) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("socket"), facts) });

describe("a network error", () => {
  test.each([
    [{ code: "ECONNREFUSED", syscall: "connect" }, true],
    [{ code: "ENOTFOUND", syscall: "getaddrinfo" }, true],
    [{ code: "UND_ERR_CONNECT_TIMEOUT" }, true],
    [{ code: "EHOSTUNREACH", syscall: "connect" }, true],
    [{ code: "EHOSTUNREACH", syscall: "read" }, false],
    [{ code: "ECONNRESET", syscall: "read" }, false],
    [{ code: "UND_ERR_SOCKET" }, false],
  ])("%j proves that nothing was sent: %s", (facts, proves) => {
    expect(neverSent(failure(facts))).toBe(proves);
  });

  test("of several addresses proves it only if all of them failed to connect", () => {
    const refused = failure({ syscall: "connect" });
    expect(neverSent(new TypeError("x", { cause: new AggregateError([refused, refused]) }))).toBe(true);
    expect(neverSent(new TypeError("x", { cause: new AggregateError([refused, failure({})]) }))).toBe(false);
  });
});

/** A clock whose one timer is fired by hand. */
function handClock(): Clock & { fire(): void } {
  let due = () => {};
  return {
    now: () => 0,
    after(_delayMs, callback) {
      due = callback;
      return () => {};
    },
    fire: () => due(),
  };
}

test("the deadline covers the body too, and aborts", async () => {
  const clock = handClock();
  let aborted = false;
  const neverEnding: typeof fetch = async (_url, init) => {
    const body = new ReadableStream({
      start(controller) {
        init?.signal?.addEventListener("abort", () => {
          aborted = true;
          controller.error(init.signal?.reason);
        });
      },
    });
    return new Response(body);
  };
  const answer = fetchWithDeadline(
    (url, init) => neverEnding(url, init),
    clock,
    60_000,
  )("https://api.notion.com/");
  await Promise.resolve();
  await Promise.resolve();
  clock.fire();
  await expect(answer).rejects.toBeInstanceOf(DeadlineExceeded);
  expect(aborted).toBe(true);
});
