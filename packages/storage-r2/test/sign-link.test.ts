import { expect, test } from "vitest";
import { createLinkSigner } from "../src/sign-link.js";
import { signatureOf } from "./signature-of.js";

const keys = {
  endpoint: "https://0123456789abcdef.eu.r2.cloudflarestorage.com",
  bucket: "acme-media",
  accessKeyId: "test-access",
  secretAccessKey: "test-secret",
};

const names = [
  "recordings/2026/10/07/AC00fake0001-1791385206000.mp3",
  "office/a b/plus+and&",
  "100%/%2e%2e/escaped",
  "quotes'\"(parens)*!",
  "query?not#hash;semi,colon=@:$",
  "Zürich/日本語/🎧",
  "~tilde/[brackets]|<angle>^`",
];

test("the signature that links are held against is that of AWS's own example", () => {
  const link = new URL(
    "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host",
  );
  expect(signatureOf(link, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")).toBe(
    "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
  );
});

test.each(names)("a link to %s names it, is signed for it, and holds no secret", async (name) => {
  const link = new URL(await createLinkSigner(keys)(name, { expiresInMs: 60_999 }));
  expect([link.origin, link.searchParams.get("X-Amz-Expires")]).toEqual([keys.endpoint, "60"]);
  expect(decodeURIComponent(link.pathname)).toBe(`/acme-media/${name}`);
  expect(link.searchParams.get("X-Amz-Signature")).toBe(signatureOf(link, keys.secretAccessKey));
  expect(link.href).not.toContain(keys.secretAccessKey);
});

test("a link lives for one second to seven days", async () => {
  const sign = createLinkSigner(keys);
  for (const expiresInMs of [0, -1, Number.NaN, 7 * 86_400_000 + 1_000]) {
    await expect(sign("a", { expiresInMs })).rejects.toBeInstanceOf(RangeError);
  }
});
