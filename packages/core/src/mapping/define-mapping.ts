import type { Call, Mail, Message } from "../record/activity.js";
import { SyncError } from "../sync-error.js";
import type { PropertyMapping } from "./property.js";
import { requireOne } from "./require-one.js";

/**
 * Checks a mapping and gives its functions their types: in `calls: { Minutes: number((call) => …) }` the `call`
 * is a `Call`. Throws `invalid_configuration` unless each kind of activity has one id and one title column.
 */
export function defineMapping<
  Calls extends PropertyMapping<Call>,
  Messages extends PropertyMapping<Message>,
  Mails extends PropertyMapping<Mail>,
>(mapping: {
  readonly calls: Calls;
  readonly messages: Messages;
  readonly mail: Mails;
}): {
  readonly calls: Calls;
  readonly messages: Messages;
  readonly mail: Mails;
} {
  for (const kind of ["calls", "messages", "mail"] as const) {
    if (mapping[kind] === undefined) throw withoutKind(kind);
    requireOne(mapping[kind], "id", kind);
    requireOne(mapping[kind], "title", kind);
  }
  return mapping;
}

const withoutKind = (kind: string) =>
  new SyncError(
    "invalid_configuration",
    `The mapping has no columns for ${kind}; spread defaultMapping into it, and replace what differs.`,
    { retry: "never" },
  );
