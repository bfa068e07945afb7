import { describe, expect, test } from "vitest";
import { patternBytes } from "./media-body.js";
import { fakeMediaHost, type MediaServing } from "./media-host.js";

const SIZE = 100_000;

const fetched = async (serve: MediaServing | undefined, init?: RequestInit) => {
  const host = fakeMediaHost({ clock: { now: () => 0, after: soon } });
  const link = host.add("/a.mp3", { size: SIZE, ...(serve && { serve }) });
  const response = await host.fetch(link, init);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { host, response, bytes, length: response.headers.get("content-length") };
};

/** A clock on which every wait is over at once. */
const soon = (_delayMs: number, callback: () => void) => {
  queueMicrotask(callback);
  return () => {};
};

describe("a file is served", () => {
  test("with its length and type", async () => {
    const { response, bytes, length } = await fetched(undefined);

    expect(response.headers.get("content-type")).toBe("audio/mpeg");
    expect(length).toBe(String(SIZE));
    expect(bytes).toEqual(patternBytes(0, SIZE));
  });

  test("chunked, without a length", async () => {
    const { bytes, length } = await fetched("chunked");

    expect(length).toBeNull();
    expect(bytes).toHaveLength(SIZE);
  });

  test("through a redirect, which a client may follow or not", async () => {
    const followed = await fetched("redirect");
    const held = await fetched("redirect", { redirect: "manual" });

    expect(followed.bytes).toHaveLength(SIZE);
    expect(followed.host.requests.map(({ status }) => status)).toEqual([302, 200]);
    expect(held.response.status).toBe(302);
    expect(held.response.headers.get("location")).toBe("https://media.openphone.example/redirected/a.mp3");
    await expect(fetched("redirect", { redirect: "error" })).rejects.toThrow(TypeError);
  });

  test("truncated, against its own promise", async () => {
    const { bytes, length } = await fetched("truncated");

    expect(length).toBe(String(SIZE));
    expect(bytes).toHaveLength(SIZE / 2);
  });

  test("slowly: a second on the clock for each 16 KiB", async () => {
    const waits: number[] = [];
    const after = (delayMs: number, callback: () => void) => {
      waits.push(delayMs);
      return soon(delayMs, callback);
    };
    const host = fakeMediaHost({ clock: { now: () => 0, after } });
    const response = await host.fetch(host.add("/a.mp3", { size: 40_000, serve: "slow" }));

    expect((await response.arrayBuffer()).byteLength).toBe(40_000);
    expect(waits).toEqual([1000, 1000, 1000]);
  });

  test("under the wrong type, or not at all", async () => {
    expect((await fetched("wrong-type")).response.headers.get("content-type")).toBe("text/html");
    expect((await fetched("missing")).response.status).toBe(404);
  });

  test("empty, or from given bytes", async () => {
    const host = fakeMediaHost();
    const empty = await host.fetch(host.add("/empty.mp3", { size: 0 }));
    const given = await host.fetch(host.add("/b.jpg", { bytes: Uint8Array.of(1, 2, 3), type: "image/jpeg" }));

    expect(empty.headers.get("content-length")).toBe("0");
    expect((await empty.arrayBuffer()).byteLength).toBe(0);
    expect(new Uint8Array(await given.arrayBuffer())).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe("links", () => {
  test("expire, and do not work unsigned or for another file", async () => {
    let now = 0;
    const host = fakeMediaHost({ clock: { now: () => now, after: soon }, linkLifetimeMs: 1000 });
    const link = host.add("/a.mp3", { size: 1 });
    host.add("/b.mp3", { size: 1 });
    const status = async (url: string) => (await host.fetch(url)).status;

    expect(await status(link)).toBe(200);
    expect(await status(link.replace("/a.mp3", "/b.mp3"))).toBe(403);
    expect(await status(link.replace(/expires=\d+/, "expires=9999"))).toBe(403);
    expect(await status("https://media.openphone.example/a.mp3")).toBe(403);
    now = 1000;
    expect(await status(link)).toBe(403);
    expect(await status(host.link("/a.mp3"))).toBe(200);
  });

  test("may lie below a path", async () => {
    const host = fakeMediaHost({ baseUrl: "http://127.0.0.1:8790/media/" });
    const link = host.add("/a.mp3", { size: 1 });

    expect(link).toBe("http://127.0.0.1:8790/media/a.mp3");
    expect((await host.fetch(link)).status).toBe(200);
    await expect(host.fetch("https://elsewhere.example/a.mp3")).rejects.toThrow(TypeError);
  });
});

test("a leaked key is seen", async () => {
  const host = fakeMediaHost();
  const link = host.add("/a.mp3", { size: 1 });
  await host.fetch(link);
  expect(host.sawAuthorization).toBe(false);

  await host.fetch(link, { headers: { authorization: "key" } });
  expect(host.sawAuthorization).toBe(true);
});
