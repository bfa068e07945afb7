import { expect, test } from "vitest";
import { createChangedPages } from "./changed-pages.js";

function reader() {
  const calls: (readonly string[] | "all")[] = [];
  const waiting: { resolve(): void; reject(error: Error): void }[] = [];
  const wait = () => new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }));
  const changed = createChangedPages({
    pagesChanged(pageIds) {
      calls.push(pageIds);
      return wait();
    },
    refresh() {
      calls.push("all");
      return wait();
    },
  });
  return { calls, changed, waiting };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test("pages that are told of while others are read are read together, each once", async () => {
  const { calls, changed, waiting } = reader();
  const first = changed("a");
  await turn();
  const others = [changed("b"), changed("c"), changed("b"), changed("a")];
  await turn();
  expect(calls).toEqual([["a"]]);
  waiting[0]!.resolve();
  await first;
  await turn();
  expect(calls).toEqual([["a"], ["b", "c", "a"]]);
  waiting[1]!.resolve();
  await Promise.all(others);
});

test("a crowd is read by one look at what has changed", async () => {
  const { calls, changed, waiting } = reader();
  const all = Array.from({ length: 200 }, (_, index) => changed(`p${index}`));
  await turn();
  expect(calls).toEqual(["all"]);
  waiting[0]!.resolve();
  await Promise.all(all);
});

test("a failure is told to those that it concerns, and to nobody else", async () => {
  const { calls, changed, waiting } = reader();
  const first = changed("a");
  await turn();
  const second = changed("b");
  waiting[0]!.reject(new Error("down"));
  await expect(first).rejects.toThrow("down");
  await turn();
  waiting[1]!.resolve();
  await second;
  expect(calls).toEqual([["a"], ["b"]]);
});
