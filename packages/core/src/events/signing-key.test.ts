import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { HASHED_HERE } from "./sha256.js";
import { readSigningKey, rememberKeys } from "./signing-key.js";

const secret = (index: number) => btoa(`secret ${index}`);

test("the keys in use are read once, and what is no longer in use makes way", () => {
  const readKey = rememberKeys();
  const keys = Array.from({ length: 32 }, (_, index) => readKey(secret(index)));
  expect(keys.map((_, index) => readKey(secret(index)))).toEqual(keys);
  expect(readKey(secret(0))).toBe(keys[0]);

  readKey(secret(32));
  expect(readKey(secret(0))).toBe(keys[0]);
  const again = readKey(secret(1));
  expect(again).not.toBe(keys[1]);
  expect(readKey(secret(1))).toBe(again);
});

test("an unusable secret stays unusable", () => {
  const readKey = rememberKeys();
  expect([readKey("%"), readKey("%"), readKey("")]).toEqual([undefined, undefined, undefined]);
});

describe("a signature is the HMAC-SHA256 of prefix and body", () => {
  const expected = (key: string, body: Uint8Array) =>
    createHmac("sha256", key).update("préfix.").update(body).digest("hex");

  test.each([0, 1, 55, 56, 64, 1_000, HASHED_HERE, HASHED_HERE + 1, 1_000_000])(
    "of %i bytes",
    async (size) => {
      const body = Uint8Array.from({ length: size }, (_, index) => index * 7);
      for (const key of ["k", "a key of the length of a block, sixty-four bytes and then some more"]) {
        const signature = await readSigningKey(btoa(key))!.sign("préfix.", body);
        expect(Buffer.from(signature).toString("hex")).toBe(expected(key, body));
      }
    },
  );

  test("each time anew", async () => {
    const key = readSigningKey(btoa("k"))!;
    const body = new Uint8Array(100);
    await key.sign("other.", body);
    expect(Buffer.from(await key.sign("préfix.", body)).toString("hex")).toBe(expected("k", body));
  });
});
