import { describe, expect, test } from "vitest";
import { contentId, mailId, mailIds } from "./mail-id.js";

describe("the id of a mail", () => {
  test("is its Message-ID without brackets", async () => {
    expect(await mailId(" <CA+x=1@mail.example.com> ")).toBe("CA+x=1@mail.example.com");
    expect(await mailId("bare@example.com")).toBe("bare@example.com");
  });

  test.each([
    "<a b@example.com>",
    `<${"x".repeat(200)}@example.com>`,
    "<ü@example.com>",
    "<a\u0000b>",
    "__proto__",
  ])("is a digest where it could not be a key: %j", async (header) => {
    expect(await mailId(header)).toMatch(/^sha256-[0-9a-f]{32}$/);
    expect(await mailId(header)).toBe(await mailId(` ${header} `));
  });

  test.each(["", "  ", "<>", "< >"])("is none for %j", async (header) => {
    expect(await mailId(header)).toBeUndefined();
  });

  test("is of the content where there is no other, and of all of it", async () => {
    const mail = { from: { address: "a@example.com" }, to: [{ address: "b@example.com" }], text: "Hello" };
    const ids = await Promise.all([
      contentId(mail, []),
      contentId({ ...mail, text: "Hello!" }, []),
      contentId({ ...mail, to: [], cc: mail.to }, []),
      contentId({ ...mail, date: "2026-10-07" }, []),
      contentId(mail, ["file"]),
    ]);
    expect(new Set(ids).size).toBe(5);
    expect(await contentId({ ...mail }, [])).toBe(ids[0]);
  });
});

test("a header of several ids gives the first and the last", async () => {
  expect(await mailIds("<a@x> <b@x>\r\n\t<c@x>")).toEqual(["a@x", "c@x"]);
  expect(await mailIds("plain@x")).toEqual(["plain@x"]);
  expect(await mailIds(undefined)).toEqual([]);
});
