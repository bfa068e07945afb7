import { expect, test } from "vitest";
import type { ActivityState } from "../ports/state-store.js";
import { stoppingError } from "./stopping-error.js";

const SINCE = 1_000;
const failing = (changes: Partial<ActivityState>): ActivityState => ({
  ...{ key: "call:AC1", kind: "call", status: "pending", priority: "low", attempts: 0 },
  ...{ errorCode: "notion_not_found", errorMessage: "not shared", errorAt: SINCE + 1 },
  ...{ dueAt: SINCE + 60_000, updatedAt: SINCE + 1, ...changes },
});

test.each([
  ["of the database", {}, "notion_not_found"],
  ["of the token", { errorCode: "notion_unauthorized" }, "notion_unauthorized"],
  ["of one activity", { errorCode: "notion_invalid_request" }, undefined],
  ["after which it is not tried again", { dueAt: undefined }, undefined],
  ["from before, although an event has come since", { errorAt: SINCE, updatedAt: SINCE + 5 }, undefined],
] as [string, Partial<ActivityState>, string | undefined][])("an error %s", (_, changes, code) => {
  expect(stoppingError(failing(changes), SINCE)?.code).toBe(code);
});
