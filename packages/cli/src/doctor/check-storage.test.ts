import type { Storage } from "@openphone-notion/core";
import { createMemoryStorage } from "@openphone-notion/testing";
import { expect, test } from "vitest";
import { checkStorage } from "./check-storage.js";

const check = async (change: Partial<Storage> = {}) => {
  const storage = { ...createMemoryStorage(), ...change };
  const [finding] = await checkStorage(async () => ({ storage, close() {} }) as never, "Look here.");
  return finding;
};

test("a storage that lists what it keeps is right", async () => {
  expect(await check()).toMatchObject({ status: "ok" });
});

test("a storage whose lists lead nowhere is not", async () => {
  expect(await check({ list: async () => ({ objects: [] }) })).toMatchObject({ status: "fail" });
});
