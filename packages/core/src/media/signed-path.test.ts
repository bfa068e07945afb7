import fc from "fast-check";
import { expect, test } from "vitest";
import { signMediaPath, verifyMediaPath } from "./signed-path.js";

const secret = "a secret of tests";
const key = "recordings/2026/10/07/AC00fake0001-1791385206000.mp3";

/** What a server reads back from a signed path. */
function opened(path: string) {
  const url = new URL(`https://sync.example.com/media/${path}`);
  const decoded = url.pathname.slice("/media/".length).split("/").map(decodeURIComponent).join("/");
  const expires = url.searchParams.get("expires") ?? undefined;
  return { key: decoded, signature: url.searchParams.get("signature") ?? "", expires };
}

test("a link without an end is the same every time and opens for ever", async () => {
  const path = await signMediaPath({ secret, key });
  expect(path).toBe(await signMediaPath({ secret, key }));
  expect(path).toMatch(/^recordings\/2026\/10\/07\/AC00fake0001-1791385206000\.mp3\?signature=[\w-]{43}$/);
  expect(await verifyMediaPath({ secret, ...opened(path), now: Number.MAX_SAFE_INTEGER })).toBe(true);
});

test("a link with an end opens until then", async () => {
  const path = opened(await signMediaPath({ secret, key, expiresAt: 1000.9 }));
  expect(await verifyMediaPath({ secret, ...path, now: 999 })).toBe(true);
  expect(await verifyMediaPath({ secret, ...path, now: 1000 })).toBe(false);
});

test("nothing of a link can be exchanged", async () => {
  const path = opened(await signMediaPath({ secret, key, expiresAt: 1000 }));
  const forged = [
    { ...path, key: `${key}x` },
    { ...path, expires: "2000" },
    { ...path, expires: "01000" },
    { ...path, expires: undefined },
    { ...path, expires: "1e99" },
    { ...path, signature: "" },
    { ...path, signature: `${path.signature}A` },
    { ...path, signature: "A".repeat(43) },
  ];
  for (const link of forged) expect(await verifyMediaPath({ secret, ...link, now: 0 })).toBe(false);
  expect(await verifyMediaPath({ secret: "another", ...path, now: 0 })).toBe(false);
});

test("an empty secret signs nothing", async () => {
  await expect(signMediaPath({ secret: "", key })).rejects.toMatchObject({ code: "invalid_configuration" });
});

test("any key survives the way through a URL", async () => {
  const segment = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((text) => !/^(\.|%2e){1,2}$/i.test(text));
  await fc.assert(
    fc.asyncProperty(fc.array(segment, { minLength: 1 }), async (segments) => {
      const odd = segments.join("/");
      const path = opened(await signMediaPath({ secret, key: odd }));
      expect(path.key).toBe(odd);
      expect(await verifyMediaPath({ secret, ...path, now: 0 })).toBe(true);
    }),
  );
});
