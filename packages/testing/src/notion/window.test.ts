import { expect, test } from "vitest";
import { fakeNotion } from "./fake-notion.js";
import { call, manualClock } from "./under-test.js";

const me = (notion: Parameters<typeof call>[0]) => call(notion, "GET", "/v1/users/me");
const spend = async (notion: Parameters<typeof call>[0], requests: number) => {
  for (let index = 0; index < requests; index++) expect((await me(notion)).status).toBe(200);
};

test.each([
  ["plus", 180],
  ["business", 600],
] as const)(
  "the %s plan takes %i requests in one burst, then none until the window ends",
  async (plan, requests) => {
    const clock = manualClock();
    const notion = fakeNotion({ databases: {}, clock, plan });
    await spend(notion, requests);
    clock.advance(20_500);
    const refused = await me(notion);
    expect(refused.headers.get("retry-after")).toBe("40");
    expect(refused.body).toMatchObject({
      status: 429,
      code: "rate_limited",
      additional_data: { rate_limit_reason: "public_api_request_rate_limit", retry_after: "40" },
    });
    clock.advance(39_499);
    expect((await me(notion)).status).toBe(429);
    clock.advance(1);
    await spend(notion, requests);
    expect((await me(notion)).status).toBe(429);
  },
);

test("the window can be made smaller, or switched off", async () => {
  const small = fakeNotion({ databases: {}, clock: manualClock(), window: { requests: 1, perMs: 1_000 } });
  await spend(small, 1);
  expect((await me(small)).status).toBe(429);
  await spend(fakeNotion({ databases: {}, clock: manualClock(), window: false }), 700);
});

test("latency holds a request back before Notion looks at it", async () => {
  const clock = manualClock();
  const notion = fakeNotion({ databases: {}, clock, latencyMs: 250 });
  const answer = me(notion);
  await new Promise<void>((resolve) => setImmediate(resolve));
  expect(notion.requests[0]).toMatchObject({ status: null });
  clock.advance(250);
  expect((await answer).status).toBe(200);
});
