import { describe, expect, it } from "vitest";
import type { Clock } from "../ports/clock.js";
import { silentLogger } from "../ports/logger.js";
import { createOpenPhoneClient, type OpenPhoneClient } from "./client.js";

const DATED = "2026-03-30";
const KEY = "fake-key";

const json = (body: unknown, status = 200, headers?: Record<string, string>) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
const noRoute = () => new Response("<html>Cannot GET</html>", { status: 404 });
const notFound = () => json({ message: "Not Found", title: "Not Found" }, 404);

/** Answers in turn; the last one for ever. A function sees the request. */
type Step = (url: URL, init: RequestInit) => Response | Promise<Response>;

function setup(...steps: Step[]) {
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after(delayMs, callback) {
      const timer = { at: now + delayMs, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
  };
  const requests: { url: URL; headers: Headers; init: RequestInit }[] = [];
  const pauses: number[] = [];
  let last: Step = () => json({ data: [] });
  const fetch = async (address: string, init: RequestInit) => {
    const url = new URL(address);
    requests.push({ url, headers: new Headers(init.headers), init });
    last = steps.shift() ?? last;
    return last(url, init);
  };
  const client = (baseUrl?: string) =>
    createOpenPhoneClient({
      apiKey: KEY,
      ...(baseUrl !== undefined && { baseUrl }),
      fetch,
      limiter: { schedule: (_priority, task) => task(), pause: (until) => pauses.push(until) },
      clock,
      random: () => 0.5,
      logger: silentLogger,
    });
  return {
    client,
    requests,
    pauses,
    pending: () => timers.length,
    now: () => now,
    pass: (ms: number) => {
      now += ms;
    },
    paths: () => requests.map(({ url }) => url.pathname + url.search),
    /** Lets time jump to the next timer whenever nothing else happens, until the promise settles. */
    async drive<T>(promise: Promise<T>): Promise<T> {
      let settled = false;
      const done = promise.finally(() => {
        settled = true;
      });
      done.catch(() => {});
      for (let idle = 0; !settled; idle++) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        const next = timers.sort((a, b) => a.at - b.at)[0];
        if (settled || idle < 3 || !next) continue;
        idle = 0;
        now = next.at;
        timers = timers.filter((timer) => timer !== next);
        next.callback();
      }
      return done;
    },
  };
}

describe("a request", () => {
  it("carries the raw key and the version, and follows no redirect", async () => {
    const { client, requests } = setup(() => json({ data: { id: "AC1" } }));
    expect(await client().getCall("AC1")).toEqual({ surface: DATED, object: { id: "AC1" } });
    const [request] = requests;
    expect(request?.url.href).toBe("https://api.quo.com/calls/AC1?include=summary%2Cvoicemail");
    expect(request?.headers.get("authorization")).toBe(KEY);
    expect(request?.headers.get("quo-api-version")).toBe(DATED);
    expect(request?.init.redirect).toBe("manual");
  });

  it("leaves no timer behind", async () => {
    const { client, pending } = setup(() => json({ data: { id: "AC1" } }));
    await client().getMessage("AC1");
    expect(pending()).toBe(0);
  });

  it("is refused when the API redirects", async () => {
    const { client, requests, drive } = setup(
      () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } }),
    );
    await expect(drive(client().getCall("AC1"))).rejects.toMatchObject({
      code: "openphone_invalid_request",
      retry: "never",
    });
    expect(requests.map(({ url }) => url.origin)).toEqual(["https://api.quo.com"]);
  });

  it.each(["../webhooks", "AC1/recordings", "AC1?x=1", "..", ""])("is not made for the id %j", async (id) => {
    const { client, requests } = setup();
    const api = client();
    for (const ask of [api.getCall, api.getMessage, api.listCallRecordings, api.getVoicemail]) {
      await expect(ask(id)).rejects.toMatchObject({ code: "openphone_invalid_request" });
    }
    expect(requests).toEqual([]);
  });
});

describe("the two surfaces", () => {
  it("falls back to v1 where the dated route is missing, and remembers that for ten minutes", async () => {
    const { client, paths, requests, pass } = setup(noRoute, () => json({ data: { id: "AC1" } }));
    const api = client("http://127.0.0.1:9/v1/");
    expect(await api.getCall("AC1")).toEqual({ surface: "v1", object: { id: "AC1" } });
    pass(599_999);
    await api.getCall("AC2");
    pass(1);
    await api.getCall("AC3");
    expect(paths()).toEqual([
      "/calls/AC1?include=summary%2Cvoicemail",
      "/v1/calls/AC1",
      "/v1/calls/AC2",
      "/calls/AC3?include=summary%2Cvoicemail",
    ]);
    expect(requests[1]?.headers.has("quo-api-version")).toBe(false);
  });

  it("falls back when the version is not offered", async () => {
    const { client, paths } = setup(
      () => json({ message: "Unsupported or missing Quo-Api-Version header" }, 400),
      () => json({ data: { id: "AC1" } }),
    );
    expect((await client().getMessage("AC1"))?.surface).toBe("v1");
    expect(paths()).toEqual(["/messages/AC1", "/v1/messages/AC1"]);
  });

  it("forgets per family: calls without recordings still come dated", async () => {
    const { client, paths } = setup(
      noRoute,
      () => json({ data: [] }),
      () => json({ data: { id: "AC1" } }),
    );
    const api = client();
    await api.listCallRecordings("AC1");
    expect((await api.getCall("AC1"))?.surface).toBe(DATED);
    expect(paths()).toHaveLength(3);
  });

  it("takes an honest not-found as final", async () => {
    const { client, paths } = setup(notFound);
    expect(await client().getCall("AC1")).toBeUndefined();
    expect(paths()).toHaveLength(1);
  });

  it("fails when neither surface has the route", async () => {
    const { client } = setup(noRoute);
    await expect(client().getCall("AC1")).rejects.toMatchObject({
      code: "openphone_not_found",
      retry: "never",
    });
  });

  it("cannot tell about group calls on v1, or what the key may not see", async () => {
    const group = setup(noRoute, () =>
      json({ message: "Too Many Participants", code: "0101400", status: 400 }, 400),
    );
    expect(await group.client().getCall("AC1")).toBeUndefined();
    const hidden = setup(() => json({ message: "no", code: "0101403", status: 403 }, 403));
    expect(await hidden.client().getMessage("AC1")).toBeUndefined();
  });

  it("is asked without summaries where the plan refuses a call for them", async () => {
    const noPlan = (url: URL) =>
      url.search.includes("summary") ? json({ title: "Forbidden" }, 403) : json({ data: { id: "AC1" } });
    const { client, paths } = setup(noPlan);
    expect((await client().getCall("AC1"))?.object).toEqual({ id: "AC1" });
    expect(await client().getSummary("AC1")).toBeUndefined();
    expect(paths()).toEqual([
      "/calls/AC1?include=summary%2Cvoicemail",
      "/calls/AC1?include=voicemail",
      "/calls/AC1?include=summary",
    ]);
  });

  it("is asked for the summaries of lists again after ten minutes", async () => {
    let hasPlan = false;
    const { client, paths, pass } = setup((url) =>
      hasPlan || !url.search.includes("summary") ? json({ data: [] }) : json({ title: "Forbidden" }, 403),
    );
    const api = client();
    const asked = async () => {
      const before = paths().length;
      for await (const _page of api.callPages());
      return paths()
        .slice(before)
        .map((path) => /include=([a-z]+)/.exec(path)?.[1]);
    };
    expect(await asked()).toEqual(["summary", "voicemail"]);
    expect(await asked()).toEqual(["voicemail"]);
    hasPlan = true;
    pass(600_000);
    expect(await asked()).toEqual(["summary"]);
  });

  it("throws for a wrong key, on the first answer", async () => {
    const { client, requests } = setup(() =>
      json({ error: { message: "Unauthorized", key: "Unauthorized" } }, 401),
    );
    await expect(client().getCall("AC1")).rejects.toMatchObject({
      code: "openphone_unauthorized",
      retry: "never",
    });
    expect(requests).toHaveLength(1);
  });
});

it("takes v1's word for what belongs to a group's messages, whomever they name", async () => {
  const incoming = { id: "AC1", from: "+15555550123", to: ["+15555550100"] };
  const { client } = setup(noRoute, () => json({ data: [incoming], nextPageToken: null }));
  const group = { phoneNumberId: "PN1", participants: ["+15555550123", "+15555550124"] };
  const ids: string[] = [];
  for await (const { rows } of client().messagePages(group)) ids.push(...rows.map(({ id }) => id));
  expect(ids).toEqual(["AC1"]);
});

describe("recordings", () => {
  const recording = (id: string) => ({
    id,
    status: "completed",
    duration: 4,
    url: "https://media.example/x",
  });

  it("come from every page, without elements that are none", async () => {
    const { client, paths } = setup(
      () => json({ data: [recording("CR1"), "odd", { id: 7 }], nextCursor: "a+b" }),
      () => json({ data: [{ ...recording("CR2"), duration: "long" }], nextCursor: null }),
    );
    const found = await client().listCallRecordings("AC1");
    expect(found?.recordings.map(({ id, duration }) => [id, duration])).toEqual([
      ["CR1", 4],
      ["CR2", undefined],
    ]);
    expect(paths()).toEqual(["/calls/AC1/recordings?limit=50", "/calls/AC1/recordings?limit=50&after=a%2Bb"]);
  });

  it("come from v1 where the dated route is missing", async () => {
    const { client, paths } = setup(noRoute, () => json({ data: [recording("CR1")] }));
    expect(await client().listCallRecordings("AC1")).toMatchObject({
      surface: "v1",
      recordings: [{ id: "CR1" }],
    });
    expect(paths()[1]).toBe("/v1/call-recordings/AC1");
  });

  it("do not go round with a cursor that comes back", async () => {
    const { client, requests } = setup(() => json({ data: [recording("CR1")], nextCursor: "same" }));
    await client().listCallRecordings("AC1");
    expect(requests).toHaveLength(2);
  });

  it("are unknown for a call that the API does not know", async () => {
    expect(await setup(notFound).client().listCallRecordings("AC1")).toBeUndefined();
  });
});

describe("a voicemail", () => {
  const voicemail = {
    id: "VM1",
    status: "completed",
    duration: 18,
    recordingUrl: "https://media.example/vm",
  };
  const ask = (...steps: Step[]) =>
    setup(...steps)
      .client()
      .getVoicemail("AC1");

  it("is part of a dated call", async () => {
    const { client, paths } = setup(() => json({ data: { id: "AC1", voicemail } }));
    expect(await client().getVoicemail("AC1")).toEqual({ surface: DATED, object: voicemail });
    expect(paths()).toEqual(["/calls/AC1?include=voicemail"]);
  });

  it("has its own route on v1", async () => {
    expect(await ask(noRoute, () => json({ data: voicemail }))).toEqual({ surface: "v1", object: voicemail });
  });

  it("is none where the call has none, by 404 or by null", async () => {
    expect(await ask(() => json({ data: { id: "AC1" } }))).toBeUndefined();
    expect(await ask(() => json({ data: { id: "AC1", voicemail: null } }))).toBeUndefined();
    expect(await ask(noRoute, notFound)).toBeUndefined();
    expect(await ask(noRoute, () => json({ data: null }))).toBeUndefined();
  });

  it("comes together with the recordings when both are wanted", async () => {
    const { client } = setup(
      () => json({ data: [{ id: "CR1" }], nextCursor: null }),
      () => json({ data: { id: "AC1", voicemail } }),
    );
    expect(await client().getCallMedia("AC1")).toEqual({
      surface: DATED,
      object: { recordings: [{ id: "CR1" }], voicemail },
    });
    expect(await setup(notFound).client().getCallMedia("AC1")).toBeUndefined();
  });
});

describe("the workspace's numbers and users", () => {
  it("are read from either surface", async () => {
    const dated = setup(() =>
      json({ data: [{ id: "PN1", phoneNumber: "+15555550100", name: "Support" }, null] }),
    );
    expect(await dated.client().listPhoneNumbers()).toEqual([
      { id: "PN1", number: "+15555550100", name: "Support" },
    ]);
    const v1 = setup(noRoute, () => json({ data: [{ id: "PN1", number: "+15555550100", name: null }] }));
    expect(await v1.client().listPhoneNumbers()).toEqual([{ id: "PN1", number: "+15555550100" }]);
    expect(v1.paths()[1]).toBe("/v1/phone-numbers");
  });

  it("have full names, else the address", async () => {
    const { client, paths } = setup(
      noRoute,
      () =>
        json({
          data: [{ id: "US1", firstName: "Dana", lastName: "Lee", email: "d@x.test" }],
          nextPageToken: "p2",
        }),
      () =>
        json({ data: [{ id: "US2", firstName: null, lastName: null, email: "e@x.test" }, { id: "US3" }] }),
    );
    expect(await client().listUsers()).toEqual([
      { id: "US1", name: "Dana Lee" },
      { id: "US2", name: "e@x.test" },
      { id: "US3" },
    ]);
    expect(paths().slice(1)).toEqual(["/v1/users?maxResults=50", "/v1/users?maxResults=50&pageToken=p2"]);
  });

  it("are an error when refused, never an empty list", async () => {
    const { client } = setup(() => json({ message: "no" }, 403));
    await expect(client().listUsers()).rejects.toMatchObject({ code: "openphone_forbidden" });
  });
});

describe("failures that may pass", () => {
  const call = () => json({ data: { id: "AC1" } });
  const broken = () => new Response("oops", { status: 502 });
  const offline = () => Promise.reject(new TypeError("fetch failed"));

  it.each<[string, Step]>([
    ["a server error", broken],
    ["a network error", offline],
    ["an answer that is not JSON", () => new Response("<html>captive portal</html>")],
  ])("repeats after %s", async (_name, step) => {
    const { client, drive, requests } = setup(step, step, call);
    expect(await drive(client().getCall("AC1"))).toMatchObject({ object: { id: "AC1" } });
    expect(requests).toHaveLength(3);
  });

  it("gives up after the third try", async () => {
    const { client, drive, requests, now } = setup(broken);
    await expect(drive(client().getCall("AC1"))).rejects.toMatchObject({
      code: "openphone_unavailable",
      retry: "now",
      status: 502,
    });
    expect(requests).toHaveLength(3);
    expect(now()).toBeLessThan(6_000);
  });

  it("pauses everyone on 429 and repeats after the time asked for", async () => {
    const limited = () => json({ message: "slow" }, 429, { ratelimit: '"per-second"; r=0; t=2' });
    const { client, drive, pauses, now } = setup(limited, call);
    await drive(client().getCall("AC1"));
    expect(pauses).toEqual([2_000]);
    expect(now()).toBeGreaterThanOrEqual(2_000);
  });

  it("hands a long 429 on instead of waiting for it", async () => {
    const { client, drive, requests, pauses } = setup(() => json({}, 429, { "retry-after": "60" }));
    await expect(drive(client().getCall("AC1"))).rejects.toMatchObject({
      code: "openphone_rate_limited",
      retry: "after",
      retryAfterMs: 60_000,
    });
    expect(requests).toHaveLength(1);
    expect(pauses).toEqual([60_000]);
  });

  it("ends a request whose body stalls, and does not repeat what took so long", async () => {
    let signal: AbortSignal | null | undefined;
    const stalled: Step = (_url, init) => {
      signal = init.signal;
      return new Response(
        new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array([123])) }),
      );
    };
    const { client, drive, requests, now } = setup(stalled);
    await expect(drive(client().getCall("AC1"))).rejects.toMatchObject({ code: "openphone_unavailable" });
    expect(now()).toBe(15_000);
    expect(signal?.aborted).toBe(true);
    expect(requests).toHaveLength(1);
  });

  it("takes an unknown shape for a failure, never for an empty answer", async () => {
    for (const body of [[], { items: [] }, { data: "x" }, null]) {
      const api: OpenPhoneClient = setup(() => json(body)).client();
      await expect(api.getCall("AC1")).rejects.toMatchObject({ code: "openphone_unavailable" });
      await expect(api.listUsers()).rejects.toMatchObject({ code: "openphone_unavailable" });
    }
  });
});
