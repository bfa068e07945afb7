import { type Storage, signMediaPath } from "@openphone-notion/core";
import { createMemoryStorage } from "@openphone-notion/testing";
import { describe, expect, test } from "vitest";
import { createHttpApp } from "./app.js";

const secret = "a secret of tests";
const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";
const content = "0123456789";

async function setUp(contentType = "audio/mpeg", fileKey = key) {
  const storage = createMemoryStorage();
  await storage.put(fileKey, new Response(content).body!, { contentType });
  return { storage, fetch: serve(storage) };
}

function serve(storage: Storage) {
  const app = createHttpApp({
    receive: async () => ({ status: "stored" }),
    health: async () => ({ ok: true }),
    media: { storage, secret },
    clock: { now: () => 5_000, after: () => () => {} },
  });
  return (path: string, init?: RequestInit) =>
    app.fetch(new Request(`https://sync.example.com/media/${path}`, init));
}

const link = (fileKey = key, expiresAt?: number) =>
  signMediaPath({ secret, key: fileKey, ...(expiresAt !== undefined && { expiresAt }) });

describe("a signed link", () => {
  test("gives the file, to be played in place", async () => {
    const { fetch } = await setUp();
    const response = await fetch(await link());
    expect([response.status, await response.text()]).toEqual([200, content]);
    expect(Object.fromEntries(response.headers)).toEqual({
      "accept-ranges": "bytes",
      "cache-control": "private",
      "content-disposition": 'inline; filename="AC00fake0001-1791385206000.mp3"',
      "content-length": "10",
      "content-security-policy": expect.stringMatching(/^default-src 'none';/),
      "content-type": "audio/mpeg",
      etag: '"a"',
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
  });

  test("opens until it expires and is then gone", async () => {
    const { fetch } = await setUp();
    expect((await fetch(await link(key, 5_001))).status).toBe(200);
    const expired = await fetch(await link(key, 5_000));
    expect([expired.status, await expired.json()]).toMatchObject([410, { error: { code: "link_expired" } }]);
  });

  test("to a file that is not there is 404", async () => {
    const { fetch } = await setUp();
    expect((await fetch(await link("recordings/2026/10/07/other.mp3"))).status).toBe(404);
  });

  test("opens a key of any characters", async () => {
    const odd = "media/Zürich 100%/a&b?c#d.jpg";
    const { fetch } = await setUp("image/jpeg", odd);
    const response = await fetch(await link(odd));
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toBe('inline; filename="a_b_c_d.jpg"');
  });

  test("asked with HEAD gives the headers alone and opens no file", async () => {
    const { storage } = await setUp();
    const fetch = serve({ ...storage, get: () => Promise.reject(new Error("opened")) });
    const response = await fetch(await link(), { method: "HEAD" });
    expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([
      200,
      "10",
      "",
    ]);
  });

  test("takes no other method", async () => {
    const { fetch } = await setUp();
    const response = await fetch(await link(), { method: "DELETE" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  });
});

test("without its own right signature no link tells whether a file is there", async () => {
  const { fetch } = await setUp();
  const [, query] = (await link()).split("?");
  const [expiring] = (await link(key, 9_000)).split("&");
  const wrong = [
    key,
    `${key}?signature=`,
    `${key}?signature=${"A".repeat(43)}`,
    `${key}?${query}&expires=9000`,
    expiring!,
    `${key}x?${query}`,
    `recordings%2f..%2f${key}?${query}`,
    `..%2f..%2fetc%2fpasswd?${query}`,
    `%ff?${query}`,
    `?${query}`,
    "",
  ];
  for (const path of wrong) expect([path, (await fetch(path)).status]).toEqual([path, 403]);
});

describe("what could run in a browser is only ever downloaded", () => {
  test.each([
    ["text/html", "attachment"],
    ["image/svg+xml", "attachment"],
    ["application/pdf", "attachment"],
    ["AUDIO/wav", "inline"],
    ["image/jpeg", "inline"],
    ["video/mp4", "inline"],
  ])("%s is %s", async (type, disposition) => {
    const { fetch } = await setUp(type);
    const response = await fetch(await link());
    expect(response.headers.get("content-disposition")?.split(";")[0]).toBe(disposition);
    expect(response.headers.get("content-type")).toBe(type.toLowerCase());
  });

  test("a type that is none is plain bytes", async () => {
    for (const type of ["", "audio", "audio/mpeg\r\nx-evil: 1", "text/html; charset=utf-8"]) {
      const { fetch } = await setUp(type);
      const response = await fetch(await link());
      expect(response.headers.get("content-type")).toBe("application/octet-stream");
      expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
    }
  });
});

describe("a range", () => {
  const asked = async (headers: Record<string, string>) => {
    const { fetch } = await setUp();
    const response = await fetch(await link(), { headers });
    return {
      status: response.status,
      range: response.headers.get("content-range"),
      length: response.headers.get("content-length"),
      text: await response.text(),
    };
  };

  test("is served alone", async () => {
    expect(await asked({ range: "bytes=2-4" })).toEqual({
      status: 206,
      range: "bytes 2-4/10",
      length: "3",
      text: "234",
    });
    expect(await asked({ range: "bytes=-2" })).toEqual({
      status: 206,
      range: "bytes 8-9/10",
      length: "2",
      text: "89",
    });
    expect(await asked({ range: "bytes=0-" })).toEqual({
      status: 206,
      range: "bytes 0-9/10",
      length: "10",
      text: content,
    });
  });

  test("outside the file is 416 with the length", async () => {
    expect(await asked({ range: "bytes=10-" })).toMatchObject({ status: 416, range: "bytes */10" });
  });

  test("that makes no sense, and several, give the whole file", async () => {
    for (const range of ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "x"]) {
      expect(await asked({ range })).toEqual({ status: 200, range: null, length: "10", text: content });
    }
  });

  test("goes on with the very file it began with", async () => {
    expect(await asked({ range: "bytes=2-4", "if-range": '"a"' })).toMatchObject({ status: 206 });
    expect(await asked({ range: "bytes=2-4", "if-range": '"b"' })).toMatchObject({
      status: 200,
      text: content,
    });
    expect(await asked({ range: "bytes=2-4", "if-range": "Wed, 07 Oct 2026 15:00:00 GMT" })).toMatchObject({
      status: 200,
    });
  });

  test("yields to a copy that is still good", async () => {
    for (const given of ['"a"', 'W/"a"', '"x", "a"', "*"]) {
      expect(await asked({ "if-none-match": given, range: "bytes=0-1" })).toMatchObject({
        status: 304,
        text: "",
      });
    }
    expect(await asked({ "if-none-match": '"b"' })).toMatchObject({ status: 200 });
  });
});

test("a storage that fails is an answer, without its reason", async () => {
  const { storage } = await setUp();
  const fetch = serve({ ...storage, head: () => Promise.reject(new Error("/var/lib/s3cret")) });
  const response = await fetch(await link());
  expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining("s3cret")]);
});
