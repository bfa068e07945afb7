import type { ActivityKind } from "../key.js";
import type { Activity } from "../record/activity.js";
import { SyncError } from "../sync-error.js";

/** What is kept. A list that is left out keeps all. */
export interface FilterOptions {
  /** Only activities of these numbers: ids (`PN…`) or E.164. Mail belongs to no number and is not asked. */
  phoneNumbers?: readonly string[];
  /** Mail has a direction only where own addresses are set: without them a list drops all mail. */
  directions?: readonly ("incoming" | "outgoing")[];
  kinds?: readonly ActivityKind[];
  /** Is asked again with each news of an activity. */
  predicate?: (activity: Activity) => boolean;
}

/** Why a filter drops an activity. */
export type FilterReason = "kind" | "number" | "direction" | "predicate";

/** Answers why an activity is dropped, or `undefined` to keep it. */
export type Filter = (activity: Activity) => FilterReason | undefined;

export const keepAll: Filter = () => undefined;

type Lists = Omit<FilterOptions, "predicate">;

/** What the lists may hold, in words and as a test. Anything else would never match, and drop everything silently. */
const ITEMS: { readonly [Name in keyof Required<Lists>]: { words: string; accepts: RegExp } } = {
  phoneNumbers: {
    words: "an id (PN…) or a number with its country code (+1…)",
    accepts: /^(PN\S+|\+[1-9]\d{6,14})$/,
  },
  directions: { words: "incoming or outgoing", accepts: /^(incoming|outgoing)$/ },
  kinds: { words: "call, message or mail", accepts: /^(call|message|mail)$/ },
};

/**
 * A filter that keeps what every given list names and the predicate holds for. What is not known of an activity
 * (its direction, its number) is not on the list. Throws `invalid_configuration` for an empty list, an unknown
 * option, and an item that nothing can ever match, such as a number without its country code.
 */
export function createFilter(options: FilterOptions): Filter {
  const stranger = Object.keys(options).find((name) => name !== "predicate" && !Object.hasOwn(ITEMS, name));
  if (stranger !== undefined) throw invalid(`The filter has no option "${stranger}".`);
  const kinds = listed("kinds", options.kinds);
  const directions = listed("directions", options.directions);
  const numbers = listed("phoneNumbers", options.phoneNumbers?.map(withoutFormatting));

  return (activity) => {
    if (kinds && !kinds.has(activity.kind)) return "kind";
    if (numbers && activity.kind !== "mail") {
      const { id, number } = activity.phoneNumber;
      if (!numbers.has(id) && !numbers.has(number)) return "number";
    }
    if (directions && !directions.has(activity.direction)) return "direction";
    if (options.predicate && !holds(options.predicate, activity)) return "predicate";
    return undefined;
  };
}

/** Throws `invalid_configuration` where JavaScript hands over the options of a filter in its place. */
export function assertFilter(filter: Filter | undefined): void {
  if (filter === undefined || typeof filter === "function") return;
  throw invalid("The filter must be a function; createFilter({ … }) makes one of options.");
}

const withoutFormatting = (number: string): string => number.replace(/[\s().-]/g, "");

function listed<T extends string>(
  name: keyof Lists,
  values: readonly T[] | undefined,
): ReadonlySet<T | undefined> | undefined {
  if (values?.length === 0) throw invalid(`The filter "${name}" is empty; leave it out to keep everything.`);
  const { words, accepts } = ITEMS[name];
  const odd = values?.findIndex((value) => !accepts.test(value)) ?? -1;
  // By its place: a phone number must not get into a log.
  if (odd >= 0) throw invalid(`The filter's ${name}[${odd}] must be ${words}.`);
  return values && new Set(values);
}

const invalid = (message: string): SyncError =>
  new SyncError("invalid_configuration", message, { retry: "never" });

function holds(predicate: (activity: Activity) => boolean, activity: Activity): boolean {
  try {
    return predicate(activity);
  } catch (cause) {
    throw new SyncError("mapping_failed", "The filter's predicate threw; see the cause.", {
      retry: "never",
      cause,
    });
  }
}
