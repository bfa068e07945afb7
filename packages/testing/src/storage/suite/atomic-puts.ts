import { bodyOf, brokenBody, bytesOf, readText } from "./bodies.js";
import { type Facet, failureOf } from "./facet.js";

/** A key holds one whole file or none. */
export function atomicPutsFacet({ test, expect }: Facet): void {
  const failures: [string, () => ReadableStream<Uint8Array>, number | undefined][] = [
    ["breaks off", () => brokenBody("partial"), undefined],
    ["breaks off where it should end", () => brokenBody("partial"), 7],
    ["is shorter than told", () => bodyOf("short"), 10],
    ["is longer than told", () => bodyOf("longer than told"), 10],
  ];

  for (const [name, body, contentLength] of failures) {
    const options = { contentType: "audio/mpeg", ...(contentLength !== undefined && { contentLength }) };

    test(`failure: a body that ${name} leaves nothing behind`, async (storage) => {
      expect((await failureOf(storage.put("a/1", body(), options))) instanceof Error).toBe(true);
      expect(await storage.head("a/1")).toBe(undefined);
      expect(await storage.get("a/1")).toBe(undefined);
      expect(await storage.list("")).toEqual({ objects: [] });
    });

    test(`failure: a body that ${name} leaves the former file as it was`, async (storage) => {
      const former = await storage.put("a/1", bodyOf("former"), {
        contentType: "audio/wav",
        metadata: { from: "before" },
      });
      expect((await failureOf(storage.put("a/1", body(), options))) instanceof Error).toBe(true);
      expect(await storage.head("a/1")).toEqual(former);
      const found = await storage.get("a/1");
      expect(found && (await readText(found.body))).toBe("former");
    });
  }

  test("success: a key appears only when its last byte is stored", async (storage) => {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const putting = storage.put("a/1", readable, { contentType: "audio/mpeg" });
    const writer = writable.getWriter();
    await writer.write(bytesOf("half, "));
    expect(await storage.head("a/1")).toBe(undefined);
    await writer.write(bytesOf("whole"));
    expect(await storage.head("a/1")).toBe(undefined);
    await Promise.all([writer.close(), putting]);
    expect((await storage.head("a/1"))?.size).toBe(11);
  });

  test("race: of puts of one key at the same time one wins, whole", async (storage) => {
    const puts = Array.from({ length: 8 }, (_, at) => ({
      text: String(at).repeat(1 + at * 1000),
      contentType: `audio/x-${at}`,
      metadata: { put: String(at) },
    }));
    await Promise.all(
      puts.map(({ text, contentType, metadata }) =>
        storage.put("a/1", bodyOf(text), { contentType, metadata }),
      ),
    );
    const found = await storage.get("a/1");
    const text = found ? await readText(found.body) : "";
    const { contentType, metadata } = found?.object ?? {};
    expect({ text, contentType, metadata }).toEqual(puts.find((put) => put.text === text));
    expect(await storage.stats("")).toEqual({ objects: 1, bytes: text.length });
  });
}
