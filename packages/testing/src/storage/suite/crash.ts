import type { Storage } from "@openphone-notion/core";
import { bodyOf, bytesOf, readText } from "./bodies.js";
import type { Facet } from "./facet.js";

const options = { contentType: "audio/mpeg", metadata: { sha256: "00ff" } };

/** A put that its process did not live to finish: half of the body has come, the rest never will. */
async function abandonedPut(storage: Storage, key: string): Promise<void> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  storage.put(key, readable, options).catch(() => {});
  const writer = writable.getWriter();
  await writer.write(bytesOf("half, "));
  await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A process that ends without a word, and what the next one finds. */
export function crashFacet({ reopening, expect }: Facet): void {
  reopening("put: what was put is there, with type and metadata", async (storage, reopen) => {
    const object = await storage.put("a/1", bodyOf("hello"), options);
    const next = await reopen();
    expect(await next.head("a/1")).toEqual(object);
    const found = await next.get("a/1");
    expect(found && (await readText(found.body))).toBe("hello");
    expect(await next.list("")).toEqual({ objects: [object] });
  });

  reopening("delete: what was deleted stays gone", async (storage, reopen) => {
    await storage.put("a/1", bodyOf("hello"), options);
    await storage.delete("a/1");
    expect(await (await reopen()).list("")).toEqual({ objects: [] });
  });

  reopening("halfway: a put that was never finished has left no key", async (storage, reopen) => {
    await abandonedPut(storage, "a/1");
    const next = await reopen();
    expect(await next.head("a/1")).toBe(undefined);
    expect(await next.get("a/1")).toBe(undefined);
    expect(await next.list("")).toEqual({ objects: [] });
    expect(await next.stats("")).toEqual({ objects: 0, bytes: 0 });
  });

  reopening(
    "halfway: a replacement that was never finished has left the former file, and can be made again",
    async (storage, reopen) => {
      const former = await storage.put("a/1", bodyOf("former"), { contentType: "audio/wav" });
      await abandonedPut(storage, "a/1");
      const next = await reopen();
      expect(await next.head("a/1")).toEqual(former);
      const found = await next.get("a/1");
      expect(found && (await readText(found.body))).toBe("former");
      expect((await next.put("a/1", bodyOf("newer"), options)).size).toBe(5);
      expect(await next.stats("")).toEqual({ objects: 1, bytes: 5 });
    },
  );
}
