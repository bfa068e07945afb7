import { expect, test } from "vitest";
import { identifiersOf } from "./identifiers-of.js";
import { emptyCallRecord, emptyMailRecord, emptyMessageRecord } from "./record.js";

const told = <T>(value: T) => ({ value, at: 0 });

test("a call names both sides, those that it lists, and each once", () => {
  const fields = {
    from: told("+15555550123"),
    to: told("+15555550100"),
    externalNumbers: told(["+15555550123", "+15555550124"]),
    participants: told(["+15555550100", "+15555550125"]),
  };
  expect(identifiersOf({ ...emptyCallRecord("AC1"), fields })).toEqual([
    "+15555550123",
    "+15555550100",
    "+15555550124",
    "+15555550125",
  ]);
});

test("a message names sender and receivers; what is no number in E.164 is left to the look-up", () => {
  const fields = { from: told("+15555550123"), to: told(["72345", "(555) 555-0100", "anonymous", "+0123"]) };
  expect(identifiersOf({ ...emptyMessageRecord("AC1"), fields })).toEqual(["+15555550123"]);
});

test("a mail names the addresses of the other side, as the index knows them", () => {
  const fields = { external: told(["Jane.Doe@Example.com", "nobody"]) };
  expect(identifiersOf({ ...emptyMailRecord("m1"), fields })).toEqual(["jane.doe@example.com"]);
});

test("of a crowd no more than twenty are named", () => {
  const to = Array.from({ length: 5_000 }, (_, index) => `+1555${5_550_000 + index}`);
  expect(identifiersOf({ ...emptyMessageRecord("AC1"), fields: { to: told(to) } })).toEqual(to.slice(0, 20));
});
