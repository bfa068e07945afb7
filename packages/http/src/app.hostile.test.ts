import { signMediaPath } from "@openphone-notion/core";
import { createMemoryStorage } from "@openphone-notion/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cpuGrowth } from "../../testing/src/clock/cpu-growth.js";
import { createHttpApp } from "./app.js";

const origin = "http://localhost";
const secret = "a secret of tests";
const token = "0123456789abcdef";
const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";

async function setUp() {
  const stored = createMemoryStorage();
  await stored.put(key, new Response(new Uint8Array(1_000)).body!, { contentType: "audio/mpeg" });
  const asked: string[] = [];
  const received: Uint8Array[] = [];
  const replayed: unknown[] = [];
  const app = createHttpApp({
    async receive({ body }) {
      received.push(body);
      return { status: "stored" };
    },
    health: async () => ({ ok: true }),
    media: {
      secret,
      storage: {
        ...stored,
        head: (wanted) => {
          asked.push(wanted);
          return stored.head(wanted);
        },
      },
    },
    admin: {
      token,
      async replay(keys) {
        replayed.push(keys);
        return 0;
      },
    },
  });
  return { app, asked, received, replayed };
}

const piece = fc.oneof(
  fc.constantFrom(
    "..",
    ".",
    "%2e%2e",
    "%2E.",
    "%2f",
    "%5c",
    "%00",
    "%",
    "%zz",
    "%c0%ae",
    "%ff",
    "%25",
    "\\",
    ";",
    ":",
  ),
  fc.constantFrom(
    "media",
    "recordings",
    "health",
    "admin",
    "replay",
    "webhooks",
    "openphone",
    "__proto__",
    "*",
    ":id",
  ),
  fc.constantFrom("", " ", "\u202e", "\ud800", "😀", "?", "#", "@evil.example.com", "a".repeat(3_000)),
  fc.webSegment(),
);
const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join("/")}`);
const method = fc.constantFrom("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "x");

describe("whatever is asked for", () => {
  test("there is an answer, it is no 5xx, and nothing is received, replayed or read", async () => {
    const { app, asked, received, replayed } = await setUp();
    await fc.assert(
      fc.asyncProperty(path, method, async (path, method) => {
        const url = new URL(origin + path);
        if (url.origin !== origin || url.pathname.startsWith("/webhooks/openphone")) return;
        const response = await app.fetch(new Request(url, { method }));
        expect(response.status).toBeLessThan(500);
        if (!/^\/health\/?$/.test(url.pathname)) expect(response.status).toBeGreaterThanOrEqual(400);
        expect(await response.text()).not.toMatch(/\bat .*:\d+|node_modules|Error:/);
      }),
      { numRuns: 1_500 },
    );
    expect([asked, received, replayed]).toEqual([[], [], []]);
  });

  test("no path below /media/ reads a file that its signature is not for", async () => {
    const { app, asked } = await setUp();
    const query = new URL(`${origin}/${await signMediaPath({ secret, key })}`).search;
    const detour = fc.constantFrom(
      ...[
        `./${key}`,
        `x/../${key}`,
        `${key}/`,
        `/${key}`,
        key.replace("/", "//"),
        key.replaceAll("/", "%5c"),
      ],
      ...[
        `${key}%00`,
        `${key}%20`,
        key.toUpperCase(),
        `${key}%2f..`,
        `%2e%2e/${key}`,
        `..%2f${key}`,
        `recordings`,
      ],
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(path, detour), async (path) => {
        await app.fetch(new Request(new URL(`${origin}/media/${path}${query}`)));
      }),
      { numRuns: 500 },
    );
    // Other spellings of the very same key are the same file; nothing else is ever looked for.
    expect(new Set(asked)).toEqual(new Set([key]));
  });

  test("a signature opens nothing once it is changed, doubled or put elsewhere", async () => {
    const { app, asked } = await setUp();
    const signed = await signMediaPath({ secret, key });
    const [, signature = ""] = signed.split("signature=");
    const changed = fc.oneof(
      fc
        .tuple(fc.nat(signature.length - 2), fc.constantFrom("A", "_", "-", "9", "=", " ", "é"))
        .map(([at, by]) =>
          signature[at] === by ? "" : signature.slice(0, at) + by + signature.slice(at + 1),
        ),
      fc.constantFrom(
        "",
        " ",
        signature.slice(1),
        `${signature}=`,
        `${signature}A`,
        `${signature},${signature}`,
      ),
      fc.string({ unit: "binary" }),
    );
    const expires = fc.constantFrom(
      "",
      "&expires=",
      "&expires=0",
      "&expires=9999999999999",
      "&expires=1&expires=2",
    );
    await fc.assert(
      fc.asyncProperty(changed, expires, async (signature, expires) => {
        const query = `signature=${encodeURIComponent(signature)}${expires}`;
        const response = await app.fetch(new Request(`${origin}/media/${key}?${query}`));
        expect(response.status).toBe(403);
      }),
      { numRuns: 500 },
    );
    expect(
      (await app.fetch(new Request(`${origin}/media/${key}?signature=&signature=${signature}`))).status,
    ).toBe(403);
    expect(asked).toEqual([]);
    expect((await app.fetch(new Request(`${origin}/media/${signed}`))).status).toBe(200);
  });
});

describe("the admin token", () => {
  test("is not guessed, cut or padded", async () => {
    const { app, replayed } = await setUp();
    const near = fc.constantFrom(
      "",
      token.slice(1),
      `${token}0`,
      `${token} ${token}`,
      token.toUpperCase(),
      `${token},`,
    );
    const given = fc.oneof(near, fc.stringMatching(/^[\x21-\x7e]{0,40}$/)).filter((text) => text !== token);
    const scheme = fc.constantFrom("Bearer ", "bearer ", "Basic ", "", "Bearer", "Bearer  x");
    await fc.assert(
      fc.asyncProperty(scheme, given, async (scheme, given) => {
        const headers = { authorization: scheme + given };
        const response = await app.fetch(new Request(`${origin}/admin/replay`, { method: "POST", headers }));
        expect(response.status).toBe(401);
      }),
      { numRuns: 300 },
    );
    expect(replayed).toEqual([]);
  });

  test("lets in keys of activities only", async () => {
    const { app, replayed } = await setUp();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string({ unit: "binary" })), async (body) => {
        const headers = { authorization: `Bearer ${token}` };
        const response = await app.fetch(
          new Request(`${origin}/admin/replay`, { method: "POST", headers, body }),
        );
        expect([200, 400]).toContain(response.status);
      }),
      { numRuns: 300 },
    );
    // Of random JSON only an empty body or an object without keys passes.
    expect(new Set(replayed)).toEqual(new Set(replayed.length > 0 ? [undefined] : []));
  });
});

describe("a body", () => {
  const post = (chunks: Uint8Array<ArrayBuffer>[]) => {
    const left = chunks.values();
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        const { done, value } = left.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
    });
    return new Request(`${origin}/webhooks/openphone`, {
      method: "POST",
      body,
      duplex: "half",
    } as RequestInit);
  };

  test("is handed over byte for byte however it is cut", async () => {
    const { app, received } = await setUp();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 20 }), async (pieces) => {
        const chunks = pieces.map((piece) => Uint8Array.from(piece));
        expect((await app.fetch(post(chunks))).status).toBe(200);
        expect(received.at(-1)).toEqual(Uint8Array.from(chunks.flatMap((chunk) => [...chunk])));
      }),
      { numRuns: 200 },
    );
  });

  test("in eight times as many pieces does not take eight times eight times as long", async () => {
    const { app } = await setUp();
    const send = async (count: number) => {
      const request = post(Array.from({ length: count }, () => new Uint8Array(4)));
      expect((await app.fetch(request)).status).toBe(200);
    };
    expect(await cpuGrowth(send, 5_000)).toBeLessThan(30);
  });
});
