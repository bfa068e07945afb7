import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Clock, systemClock } from "../ports/clock.js";
import type { Storage, StoredObject } from "../ports/storage.js";
import { createMediaArchiver, type MediaArchiverOptions, type MediaDownload } from "./archiver.js";

const download: MediaDownload = {
  key: "recordings/2026/10/07/AC00fake0001-1791385206000.mp3",
  url: "https://recordings.example.com/s3cret.mp3",
  contentType: "audio/mpeg",
};

const SHA256_OF_SOUND = createHash("sha256").update("sound").digest("hex");
const inBase64 = (algorithm: "sha256" | "md5", text: string) =>
  createHash(algorithm).update(text).digest("base64");

/** Just the two operations that an archiver uses; chunks as they came. */
function fakeStorage() {
  const files = new Map<string, { object: StoredObject; text: string }>();
  const storage = {
    async head(key) {
      return files.get(key)?.object;
    },
    async put(key, body, { contentType, metadata = {}, lateMetadata }) {
      let text = "";
      for await (const chunk of body) text += new TextDecoder().decode(chunk);
      const late = await lateMetadata?.();
      const object = { key, size: text.length, contentType, metadata: { ...metadata, ...late } };
      files.set(key, { object, text });
      return object;
    },
  } as Pick<Storage, "head" | "put"> as Storage;
  return { storage, files };
}

/** A host that answers each path with what `answers` makes, and remembers what it was sent. */
function fakeHost(answers: Record<string, () => Response | Promise<Response>>) {
  const requests: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: URL, init: RequestInit) => {
    requests.push({ url: url.href, init });
    const answer = answers[url.pathname];
    if (!answer) throw new TypeError(`fetch failed: getaddrinfo ENOTFOUND ${url.host}`);
    return answer();
  };
  return { fetch, requests };
}

const audio = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { "content-type": "audio/mpeg", ...headers } });

function setUp(answer: () => Response | Promise<Response>, options: Partial<MediaArchiverOptions> = {}) {
  const host = fakeHost({ "/s3cret.mp3": answer });
  const { storage, files } = fakeStorage();
  const archiver = createMediaArchiver({ fetch: host.fetch, storage, clock: systemClock, ...options });
  return { host, files, archiver };
}

describe("a download", () => {
  test("is stored under its key with type, length and metadata", async () => {
    const { archiver, files } = setUp(() =>
      audio("sound", { "content-length": "5", "content-type": "audio/mp3" }),
    );
    const stored = await archiver.archive({
      ...download,
      expectedBytes: 5,
      metadata: { source: "CR00fake01" },
    });
    expect(stored).toEqual({
      key: download.key,
      size: 5,
      contentType: "audio/mpeg",
      metadata: { source: "CR00fake01", sha256: SHA256_OF_SOUND },
      sha256: SHA256_OF_SOUND,
    });
    expect(files.get(download.key)?.text).toBe("sound");
  });

  test("that is in storage already is not repeated", async () => {
    const { archiver, host } = setUp(() => audio("sound"));
    const first = await archiver.archive(download);
    expect(await archiver.archive(download)).toEqual(first);
    expect(host.requests).toHaveLength(1);
  });

  test("sends no key and no cookie", async () => {
    const { archiver, host } = setUp(() => audio("sound"));
    await archiver.archive(download);
    expect(host.requests[0]?.init).toEqual({
      redirect: "manual",
      headers: { "accept-encoding": "identity" },
      signal: expect.any(AbortSignal),
    });
  });

  test("of a compressed answer is not held against the compressed length", async () => {
    const { archiver } = setUp(() => audio("sound", { "content-length": "3", "content-encoding": "gzip" }));
    expect((await archiver.archive(download)).size).toBe(5);
  });

  test("asks the host for no more than storage has taken", async () => {
    let pulls = 0;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      { pull: (controller) => (pulls++ < 20 ? controller.enqueue(new Uint8Array(9)) : controller.close()) },
      { highWaterMark: 0 },
    );
    const { storage } = fakeStorage();
    const ahead: number[] = [];
    const slow: Storage = {
      ...storage,
      async put(key, source, { contentType }) {
        let taken = 0;
        for await (const _ of source) ahead.push(pulls - ++taken);
        return { key, size: taken * 9, contentType, metadata: {} };
      },
    };
    const { archiver } = setUp(() => audio(body), { storage: slow });
    await archiver.archive(download);
    expect(ahead).toHaveLength(20);
    expect(Math.max(...ahead)).toBeLessThanOrEqual(1);
  });
});

describe("a checksum that the host tells", () => {
  test.each<[string, (text: string) => string]>([
    ["repr-digest", (text) => `md5=:AAAA:, sha-256=:${inBase64("sha256", text)}:`],
    ["content-digest", (text) => `sha-256=:${inBase64("sha256", text)}:`],
    ["digest", (text) => `SHA-256=${inBase64("sha256", text)}`],
    ["x-amz-checksum-sha256", (text) => inBase64("sha256", text)],
    ["content-md5", (text) => inBase64("md5", text)],
    ["x-goog-hash", (text) => `crc32c=AAAAAA==, md5=${inBase64("md5", text)}`],
  ])("in %s is what the file must come to", async (header, value) => {
    const right = setUp(() => audio("sound", { [header]: value("sound") }));
    expect((await right.archiver.archive(download)).size).toBe(5);
    // One byte is another; the length is right.
    const wrong = setUp(() => audio("sounD", { [header]: value("sound"), "content-length": "5" }));
    await expect(wrong.archiver.archive(download)).rejects.toMatchObject({
      code: "media_truncated",
      retry: "after",
    });
    expect(wrong.files.size).toBe(0);
  });

  test.each([
    ["x-amz-checksum-sha256", `${inBase64("sha256", "other")}-3`],
    ["digest", "sha-256=%%%"],
    ["content-md5", "short"],
  ])("in %s that is none of a whole file is no reason: %s", async (header, value) => {
    const { archiver } = setUp(() => audio("sound", { [header]: value }));
    expect((await archiver.archive(download)).sha256).toBe(SHA256_OF_SOUND);
  });

  test("is computed by what the platform gives", async () => {
    const asked: string[] = [];
    const { archiver } = setUp(() => audio("sound", { "content-md5": inBase64("md5", "sound") }), {
      digest: (algorithm) => {
        asked.push(algorithm);
        const hash = createHash(algorithm);
        return { update: (chunk) => void hash.update(chunk), hex: async () => hash.digest("hex") };
      },
    });
    expect((await archiver.archive(download)).metadata.sha256).toBe(SHA256_OF_SOUND);
    expect(asked.sort()).toEqual(["md5", "sha256"]);
  });
});

describe("redirects", () => {
  const redirect = (location: string) => () => new Response("moved", { status: 302, headers: { location } });

  test("are followed, relative ones too", async () => {
    const { storage } = fakeStorage();
    const host = fakeHost({
      "/s3cret.mp3": redirect("/b"),
      "/b": redirect("https://cdn.example.com/c"),
      "/c": () => audio("x"),
    });
    const archiver = createMediaArchiver({ fetch: host.fetch, storage, clock: systemClock });
    await archiver.archive(download);
    expect(host.requests.map((request) => request.url)).toEqual([
      download.url,
      "https://recordings.example.com/b",
      "https://cdn.example.com/c",
    ]);
  });

  test("into a private network are refused before anything is sent there", async () => {
    for (const location of [
      "http://169.254.169.254/",
      "http://localhost/",
      "file:///etc/passwd",
      "http://[::1]/",
    ]) {
      const { archiver, host } = setUp(redirect(location));
      await expect(archiver.archive(download)).rejects.toMatchObject({
        code: "media_refused",
        retry: "never",
      });
      expect(host.requests).toHaveLength(1);
    }
  });

  test("in a circle end", async () => {
    const { archiver, host } = setUp(redirect("/s3cret.mp3"));
    await expect(archiver.archive(download)).rejects.toMatchObject({ code: "media_unavailable" });
    expect(host.requests).toHaveLength(6);
  });
});

describe("a failure leaves nothing behind and says what it was", () => {
  const endless = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => controller.enqueue(new Uint8Array(100)),
    });
  const broken = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => controller.enqueue(new Uint8Array(3)),
      pull: () => Promise.reject(new Error("read ECONNRESET recordings.example.com")),
    });

  test.each<[string, () => Response, object]>([
    [
      "expired link",
      () => new Response("expired", { status: 403 }),
      { code: "media_unavailable", status: 403 },
    ],
    ["deleted file", () => new Response("gone", { status: 410 }), { code: "media_unavailable", status: 410 }],
    ["host down", () => new Response("oops", { status: 503 }), { code: "media_unavailable", status: 503 }],
    [
      "redirect to nowhere",
      () => new Response(null, { status: 302 }),
      { code: "media_unavailable", status: 302 },
    ],
    ["part of a file", () => new Response("so", { status: 206 }), { code: "media_unavailable", status: 206 }],
    ["error page", () => audio("<html>", { "content-type": "text/html" }), { code: "media_unavailable" }],
    ["empty file", () => audio(""), { code: "media_truncated", retry: "after" }],
    ["no body", () => audio(null as never, { "content-length": "0" }), { code: "media_truncated" }],
    [
      "short file",
      () => audio("sou", { "content-length": "5" }),
      { code: "media_truncated", retry: "after" },
    ],
    ["long file", () => audio("sound", { "content-length": "3" }), { code: "media_truncated" }],
    ["broken connection", () => audio(broken()), { code: "media_truncated", retry: "after" }],
    [
      "large file",
      () => audio("x", { "content-length": "1001" }),
      { code: "media_too_large", retry: "never" },
    ],
    ["endless file", () => audio(endless()), { code: "media_too_large", retry: "never" }],
  ])("%s", async (_name, answer, error) => {
    const { archiver, files } = setUp(answer, { policy: { maxBytes: 1000 } });
    const failure: unknown = await archiver.archive(download).catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ name: "SyncError", ...error });
    expect(files.size).toBe(0);
    expect((failure as Error).message).not.toMatch(/s3cret|example\.com/);
    expect((failure as Error).cause).toBeUndefined();
  });

  test("unreachable host, whose name stays unsaid", async () => {
    const { archiver } = setUp(() => audio("x"));
    const failure = archiver.archive({ ...download, url: "https://recordings.example.com/elsewhere" });
    await expect(failure).rejects.toMatchObject({ code: "media_unavailable", retry: "after" });
    await expect(failure).rejects.not.toHaveProperty("cause");
  });

  test("another length than announced by the sender", async () => {
    const { archiver } = setUp(() => audio("sound", { "content-length": "5" }));
    await expect(archiver.archive({ ...download, expectedBytes: 6 })).rejects.toMatchObject({
      code: "media_truncated",
    });
  });

  test("no URL at all", async () => {
    const { archiver } = setUp(() => audio("x"));
    await expect(archiver.archive({ ...download, url: "s3cret" })).rejects.toMatchObject({
      code: "media_refused",
    });
  });

  test("a storage that fails, with its cause; the host's body is let go", async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      cancel() {
        isCancelled = true;
      },
    });
    const full = new Error("ENOSPC");
    const storage = {
      head: async () => undefined,
      put: async () => {
        throw full;
      },
    } as unknown as Storage;
    const { archiver } = setUp(() => audio(body), { storage });
    await expect(archiver.archive(download)).rejects.toMatchObject({
      code: "store_unavailable",
      retry: "after",
      cause: full,
    });
    expect(isCancelled).toBe(true);
  });
});

describe("time", () => {
  /** Its timers go off when the test says so. */
  function manualClock() {
    const timers = new Set<() => void>();
    const clock: Clock = {
      now: () => 0,
      after(_delayMs, callback) {
        timers.add(callback);
        return () => timers.delete(callback);
      },
    };
    return { clock, timers };
  }

  /** Sends three bytes and then nothing, never ending by itself. */
  function stalledBody() {
    let begun!: () => void;
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let pulls = 0;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull(controller) {
          if (pulls++ === 0) return controller.enqueue(new Uint8Array(3));
          begun();
          return new Promise(() => {});
        },
      },
      { highWaterMark: 0 },
    );
    return { body, isBegun };
  }

  test("a host that stalls is given up when the time is over", async () => {
    const { clock, timers } = manualClock();
    const { body, isBegun } = stalledBody();
    const { archiver, files } = setUp(() => audio(body), { clock });
    const archiving = archiver.archive(download);
    await isBegun;
    for (const fire of timers) fire();
    await expect(archiving).rejects.toMatchObject({ code: "media_unavailable", retry: "after" });
    expect(files.size).toBe(0);
  });

  test("the caller's signal ends a download with its own reason", async () => {
    const { body, isBegun } = stalledBody();
    const { archiver, files } = setUp(() => audio(body));
    const caller = new AbortController();
    const archiving = archiver.archive(download, caller.signal);
    await isBegun;
    const reason = new Error("lease lost");
    caller.abort(reason);
    await expect(archiving).rejects.toBe(reason);
    expect(files.size).toBe(0);
    await expect(archiver.archive(download, caller.signal)).rejects.toBe(reason);
  });

  test("no timer outlives its download", async () => {
    const { clock, timers } = manualClock();
    const { archiver } = setUp(() => audio("sound"), { clock });
    await archiver.archive(download);
    expect(timers.size).toBe(0);
  });
});
