import type { ActivityKind } from "../key.js";
import type { Activity } from "../record/activity.js";
import { SyncError } from "../sync-error.js";

export interface FilterOptions {
  /** Only activities of these numbers: ids (`PN…`) or E.164. Mail belongs to no number and is not asked. */
  phoneNumbers?: readonly string[];
  directions?: readonly ("incoming" | "outgoing")[];
  kinds?: readonly ActivityKind[];
  predicate?: (activity: Activity) => boolean;
}

/** Why a filter drops an activity. */
export type FilterReason = "kind" | "number" | "direction" | "predicate";

/** Answers why an activity is dropped, or `undefined` to keep it. */
export type Filter = (activity: Activity) => FilterReason | undefined;

export const keepAll: Filter = () => undefined;

/**
 * A filter that keeps what every given list names and the predicate holds for. What is not known of an activity
 * (its direction, its number) is not on the list. An empty list throws `invalid_configuration`.
 */
export function createFilter(options: FilterOptions): Filter {
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

const withoutFormatting = (number: string): string => number.replace(/[\s().-]/g, "");

function listed<T>(name: string, values: readonly T[] | undefined): ReadonlySet<T | undefined> | undefined {
  if (values?.length === 0) {
    throw new SyncError(
      "invalid_configuration",
      `The filter "${name}" is empty; leave it out to keep everything.`,
      {
        retry: "never",
      },
    );
  }
  return values && new Set(values);
}

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
