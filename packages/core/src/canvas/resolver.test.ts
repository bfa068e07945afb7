import { beforeEach, describe, expect, it } from "vitest";
import { SyncError } from "../sync-error.js";
import { type CanvasPolicy, createCanvasResolver } from "./resolver.js";

const DANA = "+15555550123";
const LEE = "+15555550124";

/** What the index knows; an error is thrown. */
let known: Record<string, string[] | Error>;
let asked: { identifier: string; fresh: boolean | undefined }[];

const create = (policy: CanvasPolicy = "oldest") =>
  createCanvasResolver({
    policy,
    index: {
      async lookUp(identifier, options) {
        asked.push({ identifier, fresh: options?.fresh });
        const pageIds = known[identifier] ?? [];
        if (pageIds instanceof Error) throw pageIds;
        return { identifier, pageIds };
      },
      async check() {},
    },
  });

const answer = async (identifiers: readonly string[], policy?: CanvasPolicy) => {
  const { status, pageIds } = await create(policy).resolve(identifiers);
  return { status, pageIds };
};

beforeEach(() => {
  known = { [DANA]: ["dana"], [LEE]: ["lee"], "dana@example.com": ["dana"] };
  asked = [];
});

describe("an answer", () => {
  it("finds a contact by number or address, however they are written", async () => {
    expect(await answer(["+1 (555) 555-0123"])).toEqual({ status: "found", pageIds: ["dana"] });
    expect(await answer(["Dana <DANA@example.com>"])).toEqual({ status: "found", pageIds: ["dana"] });
  });

  it("is none for whom nobody knows", async () => {
    expect(await answer(["+15555550199"])).toEqual({ status: "none", pageIds: [] });
  });

  it("is none, without asking, for what is neither number nor address", async () => {
    expect(await answer(["anonymous", "Restricted", "12345", ""])).toEqual({ status: "none", pageIds: [] });
    expect(await answer([])).toEqual({ status: "none", pageIds: [] });
    expect(asked).toEqual([]);
  });

  it("holds no more than one relation takes, and the oldest of everybody", async () => {
    known[DANA] = Array.from({ length: 150 }, (_, index) => `dana-${index}`);
    const { status, pageIds } = await answer([DANA, LEE], "all");
    expect(status).toBe("found");
    expect(pageIds).toHaveLength(100);
    expect(pageIds.slice(0, 3)).toEqual(["dana-0", "lee", "dana-1"]);
  });

  it("tells what it was made from, whatever the policy, and asks afresh where it is told to", async () => {
    known[DANA] = ["first", "second"];
    const { used } = await create("none").resolve([DANA, DANA, "+15555550199"], { fresh: true });
    expect(used).toEqual([
      { identifier: DANA, pageIds: ["first", "second"] },
      { identifier: "+15555550199", pageIds: [] },
    ]);
    expect(asked.map(({ fresh }) => fresh)).toEqual([true, true]);
  });
});

describe("two people with one number", () => {
  beforeEach(() => {
    known[DANA] = ["first", "second"];
  });

  it("link the older one by default", async () => {
    expect(await answer([DANA])).toEqual({ status: "found", pageIds: ["first"] });
  });

  it("link both, or none, when asked to", async () => {
    expect((await answer([DANA], "all")).pageIds).toEqual(["first", "second"]);
    expect(await answer([DANA], "none")).toEqual({ status: "none", pageIds: [] });
    expect((await answer([LEE], "none")).pageIds).toEqual(["lee"]);
  });
});

describe("a group", () => {
  it("links everyone of it once", async () => {
    known["+15555550125"] = ["both"];
    known["+15555550126"] = ["both"];
    expect(await answer([DANA, LEE, "+15555550125", "+15555550126", "12345"])).toEqual({
      status: "found",
      pageIds: ["dana", "lee", "both"],
    });
  });

  it("is unknown as long as one of it is, with those who are known", async () => {
    const failure = new SyncError("notion_unavailable", "down", { retry: "now" });
    known[LEE] = failure;
    const { status, pageIds, cause } = await create().resolve([DANA, LEE]);
    expect({ status, pageIds, cause }).toEqual({ status: "unknown", pageIds: ["dana"], cause: failure });
  });
});

it("an error of any kind is unknown, never none", async () => {
  known[DANA] = new TypeError("x");
  expect(await create().resolve([DANA])).toMatchObject({
    status: "unknown",
    pageIds: [],
    cause: { code: "internal" },
  });
});
