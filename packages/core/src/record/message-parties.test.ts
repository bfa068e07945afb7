import { expect, test } from "vitest";
import { type Directory, emptyDirectory } from "./directory.js";
import { messageParties } from "./message-parties.js";
import { emptyMessageRecord, type MessageFields } from "./record.js";
import type { Fields } from "./register.js";

const OWN = "+15555550100";
const ANNA = "+15555550123";
const BEN = "+15555550124";

const knowsOwn: Directory = { ...emptyDirectory, isOwnNumber: (number) => number === OWN };

const parties = (values: Partial<MessageFields>, directory = emptyDirectory) => {
  const fields = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, at: 1 }]),
  ) as Fields<MessageFields>;
  return messageParties({ ...emptyMessageRecord("AC1"), fields }, directory);
};

test("an incoming message comes from its counterpart", () => {
  expect(parties({ direction: "incoming", from: ANNA, to: [OWN] })).toEqual({
    own: OWN,
    counterparts: [ANNA],
  });
});

test("an outgoing message goes to its counterparts", () => {
  expect(parties({ direction: "outgoing", from: OWN, to: [ANNA, BEN, ANNA] })).toEqual({
    own: OWN,
    counterparts: [ANNA, BEN],
  });
});

test("an incoming group message has the other recipients too, but never the own number", () => {
  const group = { direction: "incoming", from: ANNA, to: [BEN, OWN] } as const;
  const fields = { ...group, to: [...group.to] };
  expect(parties(fields, knowsOwn)).toEqual({ own: OWN, counterparts: [ANNA, BEN] });
  const byLine: Directory = { ...emptyDirectory, phoneNumber: (id) => ({ id, number: OWN }) };
  expect(parties({ ...fields, phoneNumberId: "PN1" }, byLine).counterparts).toEqual([ANNA, BEN]);
  expect(parties(fields)).toEqual({ own: undefined, counterparts: [ANNA] });
});

test("while the direction is unknown, only a known own number tells the sides", () => {
  expect(parties({ from: ANNA, to: [OWN] })).toEqual({ own: undefined, counterparts: [] });
  expect(parties({ from: ANNA, to: [OWN] }, knowsOwn)).toEqual({ own: OWN, counterparts: [ANNA] });
});
