import type { Storage } from "@openphone-notion/core";
import { createMemoryStorage } from "@openphone-notion/testing";
import { expect, test } from "vitest";
import { checkStorage } from "./check-storage.js";

const check = async (change: Partial<Storage> = {}) => {
  const storage = { ...createMemoryStorage(), ...change };
  const open = async () => ({ storage, close() {} });
  const [finding] = await checkStorage(open, "the bucket media", "Look here.");
  return finding;
};

test("a storage that lists what it keeps is right, and its place is named", async () => {
  expect(await check()).toMatchObject({
    status: "ok",
    text: expect.stringMatching(/deleted in the bucket media\.$/),
  });
});

test("a storage whose lists lead nowhere is not", async () => {
  expect(await check({ list: async () => ({ objects: [] }) })).toMatchObject({ status: "fail" });
});
