import {
  type Clock,
  type LogFields,
  type Logger,
  SyncError,
  type SyncErrorCode,
  silentLogger,
} from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { createHttpApp, type HttpAppOptions } from "./app.js";

const url = "https://sync.example.com/webhooks/openphone";

function setUp(options: Partial<HttpAppOptions> = {}) {
  const received: { headers: Headers; body: Uint8Array }[] = [];
  const app = createHttpApp({
    async receive(request) {
      received.push(request);
      return { status: "stored" };
    },
    health: async () => ({ ok: true }),
    ...options,
  });
  return { app, received };
}

const post = (body: BodyInit, init: RequestInit = {}) =>
  new Request(url, { method: "POST", body, duplex: "half", ...init } as RequestInit);

/** What is logged as an error. */
function logOf() {
  const lines: [string, LogFields | undefined][] = [];
  const logger: Logger = { ...silentLogger, error: (event, fields) => lines.push([event, fields]) };
  return { lines, logger };
}

/** Sends `chunks` as they are asked for, and tells what became of it. */
function chunked(chunks: Iterable<Uint8Array<ArrayBuffer>>) {
  const seen = { pulls: 0, isCancelled: false };
  const iterator = chunks[Symbol.iterator]();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        seen.pulls++;
        const { done, value } = iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

describe("a delivery", () => {
  test("is handed over byte for byte with its headers, whatever its type", async () => {
    const { app, received } = setUp();
    const bytes = Uint8Array.from([0xef, 0xbb, 0xbf, 0x7b, 0xff, 0x0d, 0x0a, 0x20, 0x7d]);
    for (const type of ["application/json; charset=latin1", "text/plain", "application/octet-stream"]) {
      const response = await app.fetch(
        post(bytes, { headers: { "content-type": type, "openphone-signature": "s" } }),
      );
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: "stored" });
      expect(received.at(-1)?.body).toEqual(bytes);
      expect(received.at(-1)?.headers.get("openphone-signature")).toBe("s");
    }
  });

  test("in chunks is put together", async () => {
    const { app, received } = setUp();
    const { body } = chunked([Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3)]);
    await app.fetch(post(body));
    expect(received[0]?.body).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("without a body reaches the receiver, who says what is wrong with it", async () => {
    const { app, received } = setUp();
    await app.fetch(new Request(url, { method: "POST" }));
    expect(received[0]?.body).toEqual(new Uint8Array());
  });

  test.each(["stored", "duplicate", "ignored"] as const)("that is %s is acknowledged", async (status) => {
    const { app } = setUp({ receive: async () => ({ status }) });
    const response = await app.fetch(post("{}"));
    expect([response.status, await response.json()]).toEqual([200, { status }]);
  });

  test("may come to another path, with or without a slash at its end", async () => {
    const { app } = setUp({ webhookPath: "/hooks/quo" });
    const at = (path: string) =>
      app.fetch(new Request(`https://sync.example.com${path}`, { method: "POST", body: "{}" }));
    expect((await at("/hooks/quo")).status).toBe(200);
    expect((await at("/hooks/quo/")).status).toBe(200);
    expect((await at("/webhooks/openphone")).status).toBe(404);
  });
});

describe("a body over the limit", () => {
  const tooLarge = { error: { code: "body_too_large", message: expect.stringContaining("10 bytes") } };

  test("by its announced length is refused unread", async () => {
    const { app, received } = setUp({ maxBodyBytes: 10 });
    const { body, seen } = chunked([new Uint8Array(11)]);
    const response = await app.fetch(post(body, { headers: { "content-length": "11" } }));
    expect([response.status, await response.json()]).toEqual([413, tooLarge]);
    expect(seen.pulls).toBe(0);
    expect(received).toEqual([]);
  });

  test("by its real length is refused as soon as that shows", async () => {
    const { app, received } = setUp({ maxBodyBytes: 10 });
    for (const headers of [{}, { "content-length": "2" }, { "content-length": "many" }]) {
      const { body, seen } = chunked(Array.from({ length: 100 }, () => new Uint8Array(6)));
      const response = await app.fetch(post(body, { headers }));
      expect([response.status, await response.json()]).toEqual([413, tooLarge]);
      expect(seen).toEqual({ pulls: 2, isCancelled: true });
    }
    expect(received).toEqual([]);
  });

  test("begins one byte after the limit", async () => {
    const { app } = setUp({ maxBodyBytes: 10 });
    expect((await app.fetch(post(new Uint8Array(10)))).status).toBe(200);
    expect((await app.fetch(post(new Uint8Array(11)))).status).toBe(413);
  });
});

describe("a body that does not arrive", () => {
  test("is given up when its time is over", async () => {
    let fire = () => {};
    const clock: Clock = {
      now: () => 0,
      after(_delayMs, callback) {
        fire = callback;
        return () => {};
      },
    };
    const { app, received } = setUp({ clock });
    const stalled = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: () => {
          fire();
          return new Promise(() => {});
        },
      },
      { highWaterMark: 0 },
    );
    const response = await app.fetch(post(stalled));
    expect(response.status).toBe(408);
    expect(await response.json()).toMatchObject({ error: { code: "body_timeout" } });
    expect(received).toEqual([]);
  });

  test("because it breaks off is not received", async () => {
    const { app, received } = setUp();
    const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: () => Promise.reject(new Error("aborted")),
    });
    expect((await app.fetch(post(broken))).status).toBe(408);
    expect(received).toEqual([]);
  });

  test("because it was read before is a mistake of the mounting, not of the sender", async () => {
    const { app } = setUp();
    const request = post("{}");
    await request.text();
    const response = await app.fetch(request);
    expect([response.status, await response.json()]).toMatchObject([
      500,
      { error: { code: "body_already_parsed" } },
    ]);
  });
});

describe("a receiver that fails", () => {
  test.each<[SyncErrorCode, number]>([
    ["signature_missing", 401],
    ["signature_invalid", 401],
    ["signature_expired", 401],
    ["invalid_json", 400],
    ["invalid_event", 400],
    ["unprocessable_event", 422],
    ["body_already_parsed", 500],
    ["store_unavailable", 503],
  ])("with %s answers %i and says why", async (code, status) => {
    const { app } = setUp({
      receive: () => Promise.reject(new SyncError(code, "What to do.", { retry: "never" })),
    });
    const response = await app.fetch(post("{}"));
    expect([response.status, await response.json()]).toEqual([
      status,
      { error: { code, message: "What to do." } },
    ]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("for want of its store asks to come again, and when", async () => {
    const unavailable = (retryAfterMs?: number) =>
      new SyncError("store_unavailable", "Try again.", {
        retry: "after",
        ...(retryAfterMs && { retryAfterMs }),
      });
    const retryAfter = async (error: SyncError) =>
      (await setUp({ receive: () => Promise.reject(error) }).app.fetch(post("{}"))).headers.get(
        "retry-after",
      );
    expect(await retryAfter(unavailable())).toBe("5");
    expect(await retryAfter(unavailable(1_200))).toBe("2");
  });

  test("with an error of ours that is not for the sender answers 500; the log has the reason", async () => {
    const { lines, logger } = logOf();
    const { app } = setUp({
      logger,
      receive: () => Promise.reject(new SyncError("notion_unauthorized", "Renew it.", { retry: "never" })),
    });
    const response = await app.fetch(post("{}"));
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("Renew it.");
    expect(lines).toEqual([
      ["http.refused", { code: "notion_unauthorized", status: 500, reason: "Renew it.", cause: undefined }],
    ]);
  });

  test.each([
    ["a foreign error", () => new TypeError("s3cret")],
    ["what is no error", () => "s3cret"],
    ["nothing", () => undefined],
  ])("with %s answers 500 and tells nothing", async (_name, thrown) => {
    const { lines, logger } = logOf();
    const { app } = setUp({
      logger,
      receive: async () => {
        throw thrown();
      },
    });
    const response = await app.fetch(post("{}"));
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({ error: { code: "internal" } });
    expect(text + JSON.stringify(lines)).not.toContain("s3cret");
    expect(lines).toHaveLength(1);
  });
});

describe("everything else", () => {
  test.each(["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "%s of the webhook path is 405",
    async (method) => {
      const { app, received } = setUp();
      const response = await app.fetch(new Request(url, { method }));
      expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
      expect(received).toEqual([]);
    },
  );

  test("unknown paths are 404 in JSON", async () => {
    const { app } = setUp();
    for (const path of ["/", "/webhooks", "/webhooks/openphone/x", "/media/a?signature=b", "/%"]) {
      const response = await app.fetch(new Request(`https://sync.example.com${path}`));
      expect([path, response.status]).toEqual([path, 404]);
      expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
    }
  });

  test("health is told to everybody, and to no cache", async () => {
    const { app } = setUp({ health: async () => ({ ok: true, due: 3 }) });
    const response = await app.fetch(new Request("https://sync.example.com/health"));
    expect([response.status, await response.json()]).toEqual([200, { ok: true, due: 3 }]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  test("ill health is 503, also when it cannot be asked", async () => {
    const ill = setUp({ health: async () => ({ ok: false, store: "down" }) }).app;
    const response = await ill.fetch(new Request("https://sync.example.com/health"));
    expect([response.status, await response.json()]).toEqual([503, { ok: false, store: "down" }]);
    const broken = setUp({ health: () => Promise.reject(new Error("s3cret")) }).app;
    const answer = await broken.fetch(new Request("https://sync.example.com/health"));
    expect([answer.status, await answer.json()]).toEqual([503, { ok: false }]);
    expect((await ill.fetch(new Request("https://sync.example.com/health", { method: "POST" }))).status).toBe(
      405,
    );
  });

  test("why health cannot be told stands in the log", async () => {
    const { lines, logger } = logOf();
    const reason = "The database lacks a migration.";
    const failing = () => Promise.reject(new SyncError("store_unavailable", reason, { retry: "now" }));
    const { app } = setUp({ logger, health: failing });
    const answer = await app.fetch(new Request("https://sync.example.com/health"));
    expect([answer.status, await answer.json()]).toEqual([503, { ok: false }]);
    expect(lines).toEqual([["health.failed", { code: "store_unavailable", reason }]]);
  });
});
