import { expect, test } from "vitest";
import { extensionOf, isErrorPage, normaliseContentType, resolveContentType } from "./content-type.js";

test("aliases, case and parameters fold into one name", () => {
  expect(normaliseContentType("Audio/MP3; charset=binary")).toBe("audio/mpeg");
  expect(normaliseContentType("audio/x-mpeg")).toBe("audio/mpeg");
  expect(normaliseContentType("audio/x-wav")).toBe("audio/wav");
  expect(normaliseContentType("audio/wave")).toBe("audio/wav");
});

test("what names no type tells nothing", () => {
  for (const value of [
    null,
    undefined,
    "",
    "mp3",
    "application/octet-stream",
    "a/b\r\nx: y",
    "constructor/",
  ]) {
    expect(normaliseContentType(value)).toBeUndefined();
  }
});

test("the answered type counts only within the announced kind of file", () => {
  expect(resolveContentType("audio/mpeg", "audio/x-wav")).toBe("audio/wav");
  expect(resolveContentType("audio/mpeg", "text/plain")).toBe("audio/mpeg");
  expect(resolveContentType("audio/mpeg", "application/octet-stream")).toBe("audio/mpeg");
  expect(resolveContentType("audio/mp3", null)).toBe("audio/mpeg");
  expect(resolveContentType(undefined, "image/png")).toBe("image/png");
  expect(resolveContentType(undefined, null)).toBe("application/octet-stream");
});

test("a page is an error unless a page was announced", () => {
  expect(isErrorPage("audio/mpeg", "text/html; charset=utf-8")).toBe(true);
  expect(isErrorPage(undefined, "application/json")).toBe(true);
  expect(isErrorPage("text/html", "text/html")).toBe(false);
  expect(isErrorPage("audio/mpeg", "audio/mpeg")).toBe(false);
  expect(isErrorPage("audio/mpeg", null)).toBe(false);
});

test("unknown audio is named mp3, anything else unknown bin", () => {
  expect(extensionOf("audio/x-unheard-of")).toBe("mp3");
  expect(extensionOf("image/jpeg")).toBe("jpg");
  expect(extensionOf("application/x-sh")).toBe("bin");
  expect(extensionOf(undefined)).toBe("bin");
});
