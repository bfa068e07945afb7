import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { readBytes, sampleOf, watchedBody } from "./bodies.js";
import { type S3Server, storageOn } from "./servers/s3-server.js";

const oddKeys = [
  "recordings/2026/10/07/AC00fake0001-1791385206000.mp3",
  "a b/plus+and&",
  "100%/%2e%2e/escaped",
  "quotes'\"(parens)*!",
  "query?not#hash;semi,colon=@:$",
  "Zürich/日本語/🎧",
  "~tilde/[brackets]|<angle>^`",
];

/** Links for anybody, on any S3 service; only one that `checks` them can refuse. */
export function testLinks(server: S3Server, { checks }: { checks: boolean }): void {
  const newStorage = () => storageOn(server, { prefix: `${randomUUID()}/` });
  const put = async (key: string) => {
    const storage = newStorage();
    await storage.put(key, watchedBody(sampleOf(1000)).body, { contentType: "audio/mpeg" });
    return storage;
  };

  test.each(oddKeys)("link: plain fetch reads %s through it, whole and in part", async (key) => {
    const link = await (await put(key)).url(key, { expiresInMs: 60_000 });
    const whole = await fetch(link);
    expect([whole.status, whole.headers.get("content-type")]).toEqual([200, "audio/mpeg"]);
    expect(await readBytes(whole.body ?? undefined)).toEqual(sampleOf(1000));
    const part = await fetch(link, { headers: { range: "bytes=10-19" } });
    expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 10-19/1000"]);
    expect(await readBytes(part.body ?? undefined)).toEqual(sampleOf(1000).slice(10, 20));
  });

  test("link: holds no secret, and lives for no longer than seven days", async () => {
    const storage = newStorage();
    expect(await storage.url("a", { expiresInMs: 60_000 })).not.toContain(server.credentials.secretAccessKey);
    for (const expiresInMs of [0, -1, Number.NaN, 7 * 86_400_000 + 1_000]) {
      await expect(storage.url("a", { expiresInMs })).rejects.toBeInstanceOf(RangeError);
    }
  });

  const name = checks ? "checked" : "checked (skipped: this service believes every link)";
  describe.runIf(checks)(name, () => {
    const statusOf = async (link: string | URL, method = "GET") => {
      const answer = await fetch(link, { method });
      await answer.body?.cancel();
      return answer.status;
    };

    test("link: is refused when it has expired", async () => {
      const storage = await put("a");
      const link = await storage.url("a", { expiresInMs: 3_000 });
      expect(await statusOf(link)).toBe(200);
      await expect.poll(() => statusOf(link), { timeout: 15_000 }).toBe(403);
    });

    test("link: is good for its file, and for reading, alone", async () => {
      const storage = await put("a");
      await storage.put("b", watchedBody(sampleOf(10)).body, { contentType: "audio/mpeg" });
      const link = await storage.url("a", { expiresInMs: 60_000 });
      const elsewhere = new URL(link);
      elsewhere.pathname = elsewhere.pathname.replace(/a$/, "b");
      const forLonger = new URL(link);
      forLonger.searchParams.set("X-Amz-Expires", "600");
      expect([await statusOf(elsewhere), await statusOf(forLonger)]).toEqual([403, 403]);
      expect([await statusOf(link, "PUT"), await statusOf(link, "DELETE")]).toEqual([403, 403]);
      expect((await storage.head("a"))?.size).toBe(1000);
    });
  });
}
