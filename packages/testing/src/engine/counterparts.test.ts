import type { ActivityKey } from "@openphone-notion/core";
import { describe, expect, test } from "vitest";
import { callCompleted } from "../payloads/call-completed.js";
import { callForwarded } from "../payloads/call-lifecycle-events.js";
import { messageDelivered, messageReceived } from "../payloads/message-events.js";
import { createWorld, type World } from "./world.js";

const CALLER = "+15555550123";
const OWN = "+15555550100";
const OTHER_LINE = "+15555550144";
const AGENT_MOBILE = "+15555550177";
const OMAR = "+15555550188";

/** All of them have a contact, so whoever is looked up is linked. */
function world() {
  const made = createWorld();
  made.openphone.addPhoneNumber({ id: "PNother", number: OTHER_LINE });
  const contact = (Name: string, Phone: string) => made.notion.addPage("canvas", { Name, Phone }).id;
  const ids = { caller: contact("Jane", CALLER), omar: contact("Omar", OMAR) };
  for (const number of [OWN, OTHER_LINE, AGENT_MOBILE]) contact(`Ours ${number}`, number);
  return { ...made, ...ids };
}

const linked = ({ notion }: Pick<World, "notion">, key: ActivityKey) =>
  new Set(notion.page(key).Canvas as string[]);

describe.each(["new", "v4", "v3"] as const)("as %s webhooks tell it", (system) => {
  test("a call that was forwarded is linked to who called, and to nobody it passed on the way", async () => {
    const w = world();
    // Legacy v3 knows no third party.
    const others = (number: string) => (system === "v3" ? {} : { others: [number] });
    const forwarded = { answered: false, forwardedFrom: OWN, system };
    const office = { id: "AC5", ...(system !== "v3" && { forwardedFrom: AGENT_MOBILE }) };
    await w.receive(
      callCompleted({ id: "AC1", ...forwarded, forwardedTo: AGENT_MOBILE, ...others(AGENT_MOBILE) }),
      callCompleted({ id: "AC3", ...forwarded, forwardedTo: "PNother", ...others(OTHER_LINE) }),
      callCompleted({ id: "AC4", ...forwarded, forwardedTo: "US00fake02" }),
      // A line of the office elsewhere that sends its calls here.
      callCompleted({ ...office, system }),
    );
    if (system === "new") {
      // Its call.completed says that a call was forwarded, not where to.
      const outside = { answered: false, forwardedTo: AGENT_MOBILE, others: [AGENT_MOBILE] };
      await w.receive(
        callForwarded({ id: "AC1", ...outside }),
        callForwarded({ ...office, forwardedTo: null }),
      );
    }
    await w.run(10_000);
    for (const id of ["AC1", "AC3", "AC4", "AC5"])
      expect(linked(w, `call:${id}`)).toEqual(new Set([w.caller]));
  });

  test("a call that the AI agent took is linked to who called", async () => {
    const w = world();
    await w.receive(callCompleted({ aiHandled: true, answeredBy: "SY00fake01", system }));
    await w.run(10_000);
    expect(linked(w, "call:AC1")).toEqual(new Set([w.caller]));
    // Legacy v3 tells nothing of an agent.
    expect(w.notion.page("call:AC1").User).toBe(system === "v3" ? "Dana Lee" : "Sona");
  });

  test("a group conversation is linked to everybody outside, whoever wrote, and to no line of ours", async () => {
    const w = world();
    await w.receive(
      messageReceived({ id: "AC2", from: CALLER, to: [OWN, OMAR, OTHER_LINE], system }),
      messageDelivered({ id: "AC6", to: [CALLER, OMAR, OTHER_LINE], system }),
    );
    await w.run(10_000);
    const everybody = new Set([w.caller, w.omar]);
    expect(linked(w, "message:AC2")).toEqual(everybody);
    expect(linked(w, "message:AC6")).toEqual(everybody);
  });
});

test("a forwarding that is told before its call says nothing of the other side wrongly", async () => {
  const w = world();
  const forwarded = { forwardedTo: AGENT_MOBILE, others: [AGENT_MOBILE], answered: false };
  await w.receive(callForwarded(forwarded));
  await w.run(10_000);
  await w.receive(callCompleted({ ...forwarded, forwardedFrom: OWN }));
  await w.run(10_000);
  expect(linked(w, "call:AC1")).toEqual(new Set([w.caller]));
  expect(w.notion.page("call:AC1").Status).toBe("Forwarded");
});

test("by REST as well: who took part for us and where a call went are no contacts", async () => {
  const w = world();
  const call = { answered: false, forwardedFrom: OWN, forwardedTo: AGENT_MOBILE, others: [AGENT_MOBILE] };
  w.openphone.addCall({ id: "AC1", ...call });
  // Its context lacks the number, so the call is asked for.
  await w.receive(callForwarded({ id: "AC1", ...call, phoneNumberId: null }));
  await w.run(600_000);
  expect(linked(w, "call:AC1")).toEqual(new Set([w.caller]));
});

test("no line of ours is asked for, nor becomes a contact", async () => {
  const w = createWorld({ engine: { canvas: { createMissing: true } } });
  w.openphone.addPhoneNumber({ id: "PNother", number: OTHER_LINE });
  await w.receive(
    callForwarded({ id: "AC1", forwardedTo: AGENT_MOBILE, others: [AGENT_MOBILE] }),
    callCompleted({ id: "AC3", from: OTHER_LINE, aiHandled: true }),
    messageReceived({ id: "AC2", from: CALLER, to: [OWN, OMAR, OTHER_LINE] }),
  );
  await w.run(10_000);
  const phones = w.notion.pages("canvas").map(({ values }) => values.Phone);
  expect(new Set(phones)).toEqual(new Set([CALLER, OMAR]));
  expect(phones).toHaveLength(2);
});
