import type { Random } from "@openphone-notion/testing";

/** A whole number from `from` to `to`, both included. */
export const whole = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

export const pick = <T>(random: Random, items: readonly T[]): T =>
  items[whole(random, 0, items.length - 1)] as T;

/** The same items in another order. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(whole(random, 0, left.length - 1), 1)[0] as T);
}
