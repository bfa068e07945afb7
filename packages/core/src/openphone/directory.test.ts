import { beforeEach, describe, expect, it } from "vitest";
import { type LogFields, silentLogger } from "../ports/logger.js";
import type { PhoneNumber, User } from "../record/activity.js";
import { SyncError } from "../sync-error.js";
import { createDirectory } from "./directory.js";

const HOUR = 3_600_000;
const unavailable = () => new SyncError("openphone_unavailable", "down", { retry: "now" });

let now: number;
let cursors: Map<string, string>;
let api: { phoneNumbers: PhoneNumber[] | Error; users: User[] | Error; requests: number };
let warnings: { event: string; fields: LogFields | undefined }[];

const answer = <T>(value: T | Error): Promise<T> => {
  api.requests++;
  return value instanceof Error ? Promise.reject(value) : Promise.resolve(value);
};

const store = {
  getCursor: async (name: string) => cursors.get(name),
  putCursor: async (name: string, value: string) => {
    cursors.set(name, value);
    return value;
  },
};

const create = (options: { store?: typeof store; ttlMs?: number } = { store }) =>
  createDirectory({
    client: { listPhoneNumbers: () => answer(api.phoneNumbers), listUsers: () => answer(api.users) },
    clock: { now: () => now, after: () => () => {} },
    logger: { ...silentLogger, warn: (event, fields) => warnings.push({ event, fields }) },
    ...options,
  });

beforeEach(() => {
  now = 1_000_000;
  cursors = new Map();
  warnings = [];
  api = {
    phoneNumbers: [{ id: "PN1", number: "+15555550100", name: "Support" }],
    users: [{ id: "US1", name: "Dana Lee" }],
    requests: 0,
  };
});

it("names numbers, users and AI agents, and knows the workspace's own numbers", async () => {
  const directory = await create().load();
  expect(directory.phoneNumber("PN1")).toEqual({ id: "PN1", number: "+15555550100", name: "Support" });
  expect(directory.user("US1")).toEqual({ id: "US1", name: "Dana Lee" });
  expect(directory.user("SYUfake1")).toEqual({ id: "SYUfake1", name: "Sona" });
  expect(directory.user("US9")).toBeUndefined();
  expect(directory.isOwnNumber("+15555550100")).toBe(true);
  expect(directory.isOwnNumber("+15555550123")).toBe(false);
});

describe("how often the API is read", () => {
  it("is once for concurrent loads and later ones", async () => {
    const directory = create();
    await Promise.all([directory.load(), directory.load(), directory.load()]);
    await directory.load();
    expect(api.requests).toBe(2);
  });

  it("is not at all after a restart, while the stored directory is fresh", async () => {
    await create().load();
    now += HOUR - 1;
    const directory = await create().load();
    expect(api.requests).toBe(2);
    expect(directory.user("US1")?.name).toBe("Dana Lee");
  });

  it("is again once what is known is too old", async () => {
    const directory = create();
    await directory.load();
    now += HOUR;
    api.users = [{ id: "US1", name: "Dana Smith" }];
    expect((await directory.load()).user("US1")?.name).toBe("Dana Smith");
  });

  it("is again when an unknown id was asked for, but at most once a minute", async () => {
    const directory = create();
    (await directory.load()).phoneNumber("PN2");
    await directory.load();
    expect(api.requests).toBe(2);
    now += 60_000;
    api.phoneNumbers = [{ id: "PN2", number: "+15555550101" }];
    expect((await directory.load()).phoneNumber("PN2")?.number).toBe("+15555550101");
    expect(api.requests).toBe(4);
    (await directory.load()).user("US404");
    await directory.load();
    expect(api.requests).toBe(4);
  });

  it("does not grow by ids of other kinds", async () => {
    const directory = create();
    (await directory.load()).user("SYU1");
    (await directory.load()).phoneNumber("+15555550123");
    now += 60_000;
    await directory.load();
    expect(api.requests).toBe(2);
  });
});

describe("while the API fails", () => {
  it("answers an empty directory and tries again a minute later", async () => {
    const directory = create();
    const { phoneNumbers } = api;
    api.phoneNumbers = unavailable();
    api.users = unavailable();
    expect((await directory.load()).phoneNumber("PN1")).toBeUndefined();
    expect(warnings.map(({ event, fields }) => [event, fields?.code])).toEqual([
      ["directory.phone_numbers_failed", "openphone_unavailable"],
      ["directory.users_failed", "openphone_unavailable"],
    ]);
    expect(cursors.size).toBe(0);

    api.phoneNumbers = phoneNumbers;
    await directory.load();
    expect(api.requests).toBe(2);
    now += 60_000;
    expect((await directory.load()).phoneNumber("PN1")?.name).toBe("Support");
  });

  it("keeps the last known directory, also over a restart", async () => {
    await create().load();
    now += 2 * HOUR;
    api.phoneNumbers = unavailable();
    api.users = unavailable();
    expect((await create().load()).isOwnNumber("+15555550100")).toBe(true);
  });

  it("uses the half that was answered, and asks again for the other", async () => {
    const directory = create();
    api.users = unavailable();
    const half = await directory.load();
    expect(half.isOwnNumber("+15555550100")).toBe(true);
    expect(half.user("US1")).toBeUndefined();
    expect(cursors.size).toBe(0);
    now += 60_000;
    api.users = [{ id: "US1", name: "Dana Lee" }];
    expect((await directory.load()).user("US1")?.name).toBe("Dana Lee");
    expect(cursors.has("directory")).toBe(true);
  });
});

it("does without a store, and without one that fails or holds something else", async () => {
  expect((await create({}).load()).isOwnNumber("+15555550100")).toBe(true);
  cursors.set("directory", '{"version":0}');
  expect((await create().load()).isOwnNumber("+15555550100")).toBe(true);
  const broken = {
    getCursor: () => Promise.reject(new Error("down")),
    putCursor: () => Promise.reject(new Error("down")),
  };
  expect((await create({ store: broken }).load()).isOwnNumber("+15555550100")).toBe(true);
  expect(warnings.map(({ event }) => event)).toEqual(["directory.store_failed", "directory.store_failed"]);
});
