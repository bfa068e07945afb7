import { expect, it } from "vitest";
import { inFlight } from "./in-flight.js";

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

it("answers in order, with no more under way than allowed", async () => {
  let under = 0;
  let most = 0;
  const answers = await inFlight(3, [5, 1, 4, 2, 3, 0, 6], async (turns) => {
    most = Math.max(most, ++under);
    for (let at = 0; at < turns; at++) await turn();
    under--;
    return turns * 2;
  });
  expect(answers).toEqual([10, 2, 8, 4, 6, 0, 12]);
  expect(most).toBe(3);
});

it("begins nothing more after a failure, and leaves nothing under way", async () => {
  const begun: number[] = [];
  let under = 0;
  const work = inFlight(2, [0, 1, 2, 3, 4], async (at) => {
    begun.push(at);
    under++;
    for (let turns = 0; turns < (at === 1 ? 1 : 3); turns++) await turn();
    under--;
    if (at === 1) throw new Error("no");
  });
  await expect(work).rejects.toThrow("no");
  expect(begun).toEqual([0, 1]);
  expect(under).toBe(0);
});
