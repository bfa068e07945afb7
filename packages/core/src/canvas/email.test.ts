import { expect, it } from "vitest";
import { emailsIn, normaliseEmail } from "./email.js";

it.each([
  ["dana@example.com", "dana@example.com"],
  ["  Dana@Example.COM ", "dana@example.com"],
  ["mailto:dana@example.com", "dana@example.com"],
  ["Dana Lee <dana@example.com>", "dana@example.com"],
  ['"Lee, Dana" <dana+work@example.com>', "dana+work@example.com"],
  ["e-mail: dana@example.com", "dana@example.com"],
  ["E-Mail:dana@example.com.", "dana@example.com"],
  ["mailto:dana@example.com?subject=Hello", "dana@example.com"],
  ["'dana@example.com'", "dana@example.com"],
  ["dana@example.com's", "dana@example.com"],
  ["Pat O'Brien <pat.o'brien@example.com>", "pat.o'brien@example.com"],
  ["jörg@bücher.example", "jörg@bücher.example"],
])("reads %j as %s", (text, address) => {
  expect(normaliseEmail(text)).toBe(address);
});

it.each(["", "dana", "@example.com", "dana@", "a@b@c", "a@example.com, b@example.com", "+15555550123"])(
  "finds no single address in %j",
  (text) => {
    expect(normaliseEmail(text)).toBeUndefined();
  },
);

it("finds every address of a field once", () => {
  expect(emailsIn("a@example.com; B@example.com / a@example.com\nc@example.com")).toEqual([
    "a@example.com",
    "b@example.com",
    "c@example.com",
  ]);
});
