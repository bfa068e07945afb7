import { columnsOf } from "@openphone-notion/core";
import { callCompleted, fakeNotion, fakeOpenPhone, syncOne } from "@openphone-notion/testing";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mapping } from "./mapping.ts";

const notion = fakeNotion({ databases: { calls: columnsOf(mapping.calls) } });
const openphone = fakeOpenPhone({
  phoneNumbers: [{ id: "PN00fake01", number: "+15555550100", name: "Support" }],
});
const server = setupServer(...notion.handlers, ...openphone.handlers);
beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterAll(() => server.close());

test("a call of 61 seconds is two minutes of the number's team", async () => {
  await syncOne(callCompleted({ durationSeconds: 61 }), { mapping, notion, openphone });
  expect(notion.page("call:AC1")).toMatchObject({ Minutes: 2, Team: "Support", Status: "Answered" });
});
