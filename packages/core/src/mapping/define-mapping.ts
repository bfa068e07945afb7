import type { Call, Mail, Message } from "../record/activity.js";
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
  for (const columns of [mapping.calls, mapping.messages, mapping.mail]) {
    requireOne(columns, "id");
    requireOne(columns, "title");
  }
  return mapping;
}
