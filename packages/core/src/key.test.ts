import { expect, test } from "vitest";
import { activityKey, parseActivityKey } from "./key.js";

test("a key is split at its first colon only", () => {
  expect(parseActivityKey(activityKey("mail", "<a:b@example.com>"))).toEqual({
    kind: "mail",
    id: "<a:b@example.com>",
  });
});
