import { expect, it } from "vitest";
import { countryCode } from "./country.js";

it("takes ISO codes in either case", () => {
  expect([countryCode("US"), countryCode(" gb ")]).toEqual(["US", "GB"]);
});

it.each(["", "UK", "USA", "+1"])("refuses %j", (text) => {
  expect(() => countryCode(text)).toThrow(/no two-letter country code/);
});
