import { expect, test } from "vitest";
import { groupCommit } from "./group-commit.js";

test("calls made while a commit is under way share the next one, answers in order", async () => {
  const groups: number[][] = [];
  let release = () => {};
  const commit = groupCommit<number, number>(async (items) => {
    groups.push([...items]);
    if (groups.length === 1) await new Promise<void>((resolve) => (release = resolve));
    return items.map((item) => item * 10);
  });
  const first = commit(1);
  await Promise.resolve();
  await Promise.resolve();
  const rest = [commit(2), commit(3), commit(4)];
  release();
  expect(await Promise.all([first, ...rest])).toEqual([10, 20, 30, 40]);
  expect(groups).toEqual([[1], [2, 3, 4]]);
});

test("a failed commit fails those in it and no later ones", async () => {
  let calls = 0;
  const commit = groupCommit<number, number>(async (items) => {
    if (calls++ === 0) throw new Error("disk full");
    return items;
  });
  await expect(commit(1)).rejects.toThrow("disk full");
  await expect(commit(2)).resolves.toBe(2);
});
