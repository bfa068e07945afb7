import { expect, test, vi } from "vitest";
import { rememberKeys } from "./signing-key.js";

const secret = (index: number) => btoa(`secret ${index}`);

test("the keys in use are imported once, and what is no longer in use makes way", async () => {
  const imports = vi.spyOn(crypto.subtle, "importKey");
  const importKey = rememberKeys();
  const key = await importKey(secret(0));
  for (let index = 1; index < 32; index++) await importKey(secret(index));
  expect(await importKey(secret(0))).toBe(key);
  expect(imports).toHaveBeenCalledTimes(32);

  await importKey(secret(32));
  expect(await importKey(secret(0))).toBe(key);
  expect(imports).toHaveBeenCalledTimes(33);
  await importKey(secret(1));
  expect(imports).toHaveBeenCalledTimes(34);
  imports.mockRestore();
});

test("an unusable secret stays unusable", async () => {
  const importKey = rememberKeys();
  expect([await importKey("%"), await importKey("%"), await importKey("")]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
