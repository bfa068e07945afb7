import { type Random, seededRandom } from "@openphone-notion/testing";

/** Chance that depends on a name alone; each part of the world throws its own, so that one does not disturb another. */
export class Dice {
  readonly random: Random;
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
    this.random = seededRandom(hashOf(name));
  }

  for(part: string): Dice {
    return new Dice(`${this.#name}/${part}`);
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  pick<T>(from: readonly T[]): T {
    const chosen = from[Math.floor(this.random() * from.length)];
    if (chosen === undefined) throw new Error("There is nothing to pick from.");
    return chosen;
  }
}

/** FNV-1a, 32 bit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
