import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { HASHED_HERE, sha256 } from "./sha256.js";

test.each([0, 1, 55, 56, 64, 1_000, HASHED_HERE, HASHED_HERE + 1, 1_000_000])(
  "%i bytes have the SHA-256 that everybody else gives them",
  async (size) => {
    const bytes = Uint8Array.from({ length: size }, (_, index) => index * 7);
    const digest = createHash("sha256").update(bytes).digest("hex");
    expect(Buffer.from(await sha256(bytes)).toString("hex")).toBe(digest);
    // A view into something larger is hashed from where it begins to where it ends.
    const around = new Uint8Array(size + 2);
    around.set(bytes, 1);
    expect(Buffer.from(await sha256(around.subarray(1, size + 1))).toString("hex")).toBe(digest);
  },
);
