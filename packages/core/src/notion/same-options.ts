import type { Sameness } from "./sameness.js";

interface Option {
  name?: string;
}

/** A select or status. */
export function sameOption(written: unknown, answered: unknown): Sameness {
  if (written === null || answered === null) return written === answered;
  return sameNames(namesOf([written]), namesOf([answered]));
}

/** A multi-select, in any order. */
export function sameOptions(written: unknown, answered: unknown): Sameness {
  if (!Array.isArray(written) || !Array.isArray(answered)) return undefined;
  return sameNames(namesOf(written), namesOf(answered));
}

const namesOf = (options: readonly unknown[]): string[] =>
  options.map((option) => (option as Option | null)?.name ?? "").sort();

/** Notion may answer an option that was there before in its own spelling, so upper and lower case prove nothing. */
function sameNames(ours: readonly string[], theirs: readonly string[]): Sameness {
  if (listed(ours) === listed(theirs)) return true;
  const folded = (names: readonly string[]) => listed(names.map((name) => name.trim().toLowerCase()).sort());
  return folded(ours) === folded(theirs) ? undefined : false;
}

const listed = (names: readonly string[]): string => JSON.stringify(names);
