import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { webBody } from "./web-body.js";

const chunksOf = async (body: ReadableStream<Uint8Array>) => {
  const chunks: number[] = [];
  for await (const chunk of body) chunks.push(chunk[0]!);
  return chunks;
};

test("gives every chunk in order, and no more than is asked for", async () => {
  let given = 0;
  const source = Readable.from(
    (function* () {
      for (; given < 50; given++) yield new Uint8Array([given]);
    })(),
    { highWaterMark: 1 },
  );
  const body = webBody(source);
  await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBe(0);
  expect(await chunksOf(body)).toEqual(Array.from({ length: 50 }, (_, index) => index));
});

test("a connection that breaks before the first read is the reader's error, and nobody else's", async () => {
  const source = new Readable({ read() {} });
  const body = webBody(source);
  source.destroy(new Error("reset"));
  await new Promise((resolve) => setImmediate(resolve));
  await expect(chunksOf(body)).rejects.toThrow("reset");
});

test("a connection that breaks on the way is the reader's error", async () => {
  const source = new Readable({ read() {} });
  const body = webBody(source);
  source.push(new Uint8Array([1]));
  const reader = body.getReader();
  expect((await reader.read()).value?.[0]).toBe(1);
  source.destroy(new Error("reset"));
  await expect(reader.read()).rejects.toThrow("reset");
});

test("a reader that leaves, begun or not, lets the source go", async () => {
  for (const reads of [0, 1]) {
    const source = Readable.from([new Uint8Array([1]), new Uint8Array([2])]);
    const reader = webBody(source).getReader();
    for (let read = 0; read < reads; read++) await reader.read();
    await reader.cancel();
    expect(source.destroyed).toBe(true);
  }
});
