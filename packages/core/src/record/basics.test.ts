import { expect, test } from "vitest";
import { callLacksBasics, messageLacksBasics } from "./basics.js";
import { emptyCallRecord, emptyMessageRecord } from "./record.js";

const said = <T>(value: T) => ({ value, at: 1 });
const when = { direction: said("incoming" as const), createdAt: said("2026-10-07T15:00:00Z") };
const number = "+15555550123";

test("a call needs direction, time and one party", () => {
  const lacks = (fields: ReturnType<typeof emptyCallRecord>["fields"]) =>
    callLacksBasics({ ...emptyCallRecord("AC1"), fields });
  expect(lacks({ ...when, from: said(number) })).toBe(false);
  expect(lacks({ ...when, participants: said([number]) })).toBe(false);
  expect(lacks({ ...when, externalNumbers: said([number]) })).toBe(false);
  expect(lacks({ ...when, workspaceNumbers: said([number]) })).toBe(true);
  expect(lacks({ direction: when.direction, from: said(number) })).toBe(true);
  expect(lacks({ createdAt: when.createdAt, from: said(number) })).toBe(true);
});

test("a message needs direction, time, sender and recipient", () => {
  const lacks = (fields: ReturnType<typeof emptyMessageRecord>["fields"]) =>
    messageLacksBasics({ ...emptyMessageRecord("AC1"), fields });
  expect(lacks({ ...when, from: said(number), to: said([number]) })).toBe(false);
  expect(lacks({ ...when, from: said(number) })).toBe(true);
  expect(lacks({ ...when, to: said([number]) })).toBe(true);
  expect(lacks({ direction: when.direction, from: said(number), to: said([number]) })).toBe(true);
});
