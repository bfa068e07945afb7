import type { LookupAddress } from "node:dns";
import { expect, test } from "vitest";
import { publicLookup } from "./public-lookup.js";

/** Looks up a name that has `addresses`; the answer is the arguments of the callback. */
const ask = (addresses: string[], all: boolean): Promise<unknown[]> => {
  const found: LookupAddress[] = addresses.map((address) => ({
    address,
    family: address.includes(":") ? 6 : 4,
  }));
  const lookup = publicLookup((_hostname, _options, callback) => callback(null, found));
  return new Promise((resolve) => lookup("media.example.com", { all }, (...answer) => resolve(answer)));
};

test("of several addresses the public ones are given", async () => {
  const addresses = ["10.0.0.1", "2606:4700::1111", "::ffff:127.0.0.1", "8.8.8.8"];
  expect(await ask(addresses, true)).toEqual([
    null,
    [
      { address: "2606:4700::1111", family: 6 },
      { address: "8.8.8.8", family: 4 },
    ],
  ]);
  expect(await ask(addresses, false)).toEqual([null, "2606:4700::1111", 6]);
});

test("a name without a public address is refused", async () => {
  for (const all of [true, false]) {
    for (const addresses of [["127.0.0.1"], ["169.254.169.254", "fd00:ec2::254"], []]) {
      expect(await ask(addresses, all)).toEqual([expect.objectContaining({ code: "media_refused" }), []]);
    }
  }
});

test("a failed lookup stays what it was", async () => {
  const failure = Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  const lookup = publicLookup((_hostname, _options, callback) => callback(failure, []));
  expect(await new Promise((resolve) => lookup("media.example.com", {}, resolve))).toBe(failure);
});
