import { expect, it } from "vitest";
import { apiBase } from "./api-base.js";

it.each([
  ["https://api.quo.com", "https://api.quo.com"],
  ["https://api.quo.com/", "https://api.quo.com"],
  ["https://api.quo.com/v1", "https://api.quo.com"],
  ["https://api.quo.com/v1//", "https://api.quo.com"],
  ["https://api.quo.com/?a=1#b", "https://api.quo.com"],
  ["http://127.0.0.1:8080/fake/v1/", "http://127.0.0.1:8080/fake"],
])("reads %s as %s", (given, base) => {
  expect(apiBase(given)).toBe(base);
});

it.each(["", "api.quo.com", "ftp://api.quo.com", "/v1"])("refuses %j", (given) => {
  expect(() => apiBase(given)).toThrow(/base URL must/);
});
