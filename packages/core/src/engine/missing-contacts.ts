import { normaliseEmail } from "../canvas/email.js";
import { normalisePhone } from "../canvas/phone.js";
import type { Activity } from "../record/activity.js";
import type { Counterparts } from "./link-canvas.js";
import type { EngineParts } from "./parts.js";

/** Of one activity; who writes to a crowd need not know it. */
const MOST_NEW = 10;

/**
 * Whom an activity is with, and, where the option is on, who of them may become a contact: never an own number, and
 * nobody while it is not known which side is ours. Short codes and withheld numbers are no identifiers at all.
 */
export async function withMissing(
  { createsContacts, directory }: Pick<EngineParts, "createsContacts" | "directory">,
  activity: Activity,
): Promise<Counterparts> {
  const { counterparts } = activity;
  const own = activity.kind === "mail" ? undefined : activity.phoneNumber.number;
  const knowsOwn = activity.direction !== undefined && (activity.kind === "mail" || own !== undefined);
  if (!createsContacts || !knowsOwn) return { counterparts };
  const { isOwnNumber, isPending } = await directory.load();
  if (isPending && activity.kind !== "mail") return { counterparts };
  const first = new Set(
    counterparts
      .slice(0, MOST_NEW)
      .flatMap((text) => normalisePhone(text) ?? normaliseEmail(text) ?? [])
      .filter((identifier) => identifier !== own && !isOwnNumber(identifier)),
  );
  const sender =
    activity.kind === "mail" && activity.from !== undefined ? normaliseEmail(activity.from) : undefined;
  return {
    counterparts,
    missing(identifier) {
      if (!first.has(identifier)) return undefined;
      const name = activity.kind === "mail" && identifier === sender ? activity.fromName : undefined;
      return name === undefined ? {} : { name };
    },
  };
}
