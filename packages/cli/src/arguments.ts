import { InvalidArgumentError } from "commander";

/** A whole number from 1 to 1,000. */
export function limitArgument(text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= 1 && value <= 1_000) return value;
  throw new InvalidArgumentError("It takes a whole number from 1 to 1000.");
}
