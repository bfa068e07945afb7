import { describe, expect, test } from "vitest";
import { callParties } from "./call-parties.js";
import { type Directory, emptyDirectory } from "./directory.js";
import { type CallFields, emptyCallRecord } from "./record.js";
import type { Fields } from "./register.js";

const OWN = "+15555550100";
const CALLER = "+15555550123";
const OTHER = "+15555550124";
const AGENT_MOBILE = "+15555550177";

const ownNumbers = (...numbers: string[]): Directory => ({
  ...emptyDirectory,
  isOwnNumber: (number) => numbers.includes(number),
});

const parties = (values: Partial<CallFields>, directory = emptyDirectory) => {
  const fields = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { value, at: 1 }]),
  ) as Fields<CallFields>;
  return callParties({ ...emptyCallRecord("AC1"), fields }, directory);
};

describe("of an incoming call", () => {
  const direction = "incoming";
  const expected = {
    from: CALLER,
    to: OWN,
    own: OWN,
    participants: [OWN, CALLER],
    counterparts: [CALLER],
  };

  test.each([
    ["from and to", { from: CALLER, to: OWN }],
    ["from and to, beside participants", { from: CALLER, to: OWN, participants: [OWN, CALLER] }],
    ["the sides", { workspaceNumbers: [OWN], externalNumbers: [CALLER] }],
    ["the sides, beside participants", { workspaceNumbers: [OWN], participants: [OWN, CALLER] }],
    ["the far side, which leaves the other", { externalNumbers: [CALLER], participants: [OWN, CALLER] }],
    ["the order of participants", { participants: [CALLER, OWN] }],
  ])("the parties are told by %s", (_, fields) => {
    expect(parties({ direction, ...fields })).toEqual(expected);
  });

  test("an own number is known wherever it stands", () => {
    expect(parties({ direction, participants: [OWN, CALLER] }, ownNumbers(OWN))).toEqual(expected);
  });

  test("the number of the call's line is its own", () => {
    const directory: Directory = { ...emptyDirectory, phoneNumber: (id) => ({ id, number: OWN }) };
    expect(parties({ direction, phoneNumberId: "PN1", participants: [OWN, CALLER] }, directory)).toEqual(
      expected,
    );
  });
});

describe("of an outgoing call", () => {
  const expected = {
    from: OWN,
    to: CALLER,
    own: OWN,
    participants: [OWN, CALLER],
    counterparts: [CALLER],
  };

  test.each([
    ["from and to", { from: OWN, to: CALLER }],
    ["the sides", { workspaceNumbers: [OWN], externalNumbers: [CALLER] }],
    ["the order of participants", { participants: [OWN, CALLER] }],
  ])("the parties are told by %s", (_, fields) => {
    expect(parties({ direction: "outgoing", ...fields })).toEqual(expected);
  });
});

test("a group call has several counterparts", () => {
  const group = { participants: [CALLER, OWN, OTHER, CALLER] };
  expect(parties({ direction: "incoming", ...group }).counterparts).toEqual([CALLER, OTHER]);
  expect(parties({ direction: "incoming", ...group, from: CALLER }).counterparts).toEqual([CALLER, OTHER]);
  expect(
    parties({ direction: "outgoing", workspaceNumbers: [OWN], externalNumbers: [CALLER, OTHER] })
      .counterparts,
  ).toEqual([CALLER, OTHER]);
});

test("no agent is a counterpart, nor is the number a call was forwarded to", () => {
  expect(
    parties({
      direction: "incoming",
      workspaceNumbers: [OWN, AGENT_MOBILE],
      participants: [OWN, AGENT_MOBILE, CALLER],
    }),
  ).toMatchObject({ counterparts: [CALLER], participants: [OWN, AGENT_MOBILE, CALLER] });
  expect(
    parties({
      direction: "incoming",
      forwardedFrom: OWN,
      forwardedTo: AGENT_MOBILE,
      participants: [OWN, CALLER, AGENT_MOBILE],
    }).counterparts,
  ).toEqual([CALLER]);
});

test("a number outside that a call was forwarded to or from is none of its counterparts, unless it is who called", () => {
  const forwarded = { direction: "incoming" as const, workspaceNumbers: [OWN] };
  const external = { externalNumbers: [CALLER, AGENT_MOBILE], participants: [OWN, CALLER, AGENT_MOBILE] };
  for (const way of ["forwardedTo", "forwardedFrom"] as const) {
    expect(parties({ ...forwarded, ...external, [way]: AGENT_MOBILE }).counterparts).toEqual([CALLER]);
  }
  expect(parties({ ...forwarded, from: CALLER, to: OWN, forwardedFrom: CALLER }).counterparts).toEqual([
    CALLER,
  ]);
});

test("a call between own numbers has no counterpart", () => {
  const fields = { direction: "incoming" as const, from: OTHER, to: OWN, participants: [OTHER, OWN] };
  expect(parties(fields, ownNumbers(OWN, OTHER))).toMatchObject({
    from: OTHER,
    to: OWN,
    participants: [OWN, OTHER],
    counterparts: [],
  });
});

test.each([
  ["by an order that says nothing", { participants: [OWN, OTHER] }],
  ["by the order of v1", { participants: [OTHER, OWN] }],
  ["as new webhooks tell the sides", { workspaceNumbers: [OWN, OTHER], externalNumbers: [] }],
])("a call between own numbers says who called whom, told %s", (_, told) => {
  const directory: Directory = {
    ...ownNumbers(OWN, OTHER),
    phoneNumber: (id) => ({ id, number: OWN }),
  };
  const fields = { phoneNumberId: "PN1", ...told };
  const sides = (direction: "incoming" | "outgoing") => {
    const { from, to, counterparts } = parties({ direction, ...fields }, directory);
    return { from, to, counterparts };
  };
  expect(sides("incoming")).toEqual({ from: OTHER, to: OWN, counterparts: [] });
  expect(sides("outgoing")).toEqual({ from: OWN, to: OTHER, counterparts: [] });
});

test("of several colleagues none is taken for who called", () => {
  const directory = ownNumbers(OWN, OTHER, AGENT_MOBILE);
  const fields = { direction: "incoming" as const, to: OWN, workspaceNumbers: [OWN, OTHER, AGENT_MOBILE] };
  expect(parties(fields, directory)).toMatchObject({ from: undefined, to: OWN, counterparts: [] });
});

test("a lone number that is not ours is the other side", () => {
  for (const direction of ["incoming", "outgoing"] as const) {
    expect(parties({ direction, participants: [CALLER] }).counterparts).toEqual([CALLER]);
  }
});

test("names that stand for a number are kept", () => {
  expect(parties({ direction: "incoming", participants: ["Anonymous", OWN] }).counterparts).toEqual([
    "Anonymous",
  ]);
});

test("while nothing tells the sides, nobody is a counterpart", () => {
  const unknown = { from: undefined, to: undefined, own: undefined, participants: [], counterparts: [] };
  expect(parties({})).toEqual(unknown);
  expect(parties({ participants: [OWN, CALLER] })).toEqual(unknown);
  expect(parties({ participants: [OWN, CALLER] }, ownNumbers(OWN)).counterparts).toEqual([CALLER]);
});
