import { expect, test } from "vitest";
import { fromUserMetadata, toUserMetadata } from "./user-metadata.js";

test.each(["", "plain text", "100%", "%41", " padded  ", "Zürich 日本語 🎧", "two\nlines", `"=;,/?#&+'`])(
  "%j goes through a header and comes back",
  (value) => {
    const kept = toUserMetadata({ value });
    // A header holds no more than this, and is trimmed on its way.
    expect(kept.value).toMatch(/^([!-~]([ -~]*[!-~])?)?$/);
    expect(fromUserMetadata(kept)).toEqual({ value });
  },
);

test("what a person can read stays readable", () => {
  expect(toUserMetadata({ note: "a b, c=d" })).toEqual({ note: "a b, c=d" });
});

test("a name that a header would change is refused", () => {
  for (const name of ["Sha256", "a b", "ä", ""]) {
    expect(() => toUserMetadata({ [name]: "x" })).toThrow("lower-case");
  }
});

test("what others have put there is read as it is", () => {
  expect(fromUserMetadata({ share: "100%" })).toEqual({ share: "100%" });
  expect(fromUserMetadata(undefined)).toEqual({});
});
