import type { Call, Mail, Message } from "../record/activity.js";
import type { PropertyMapping } from "./property.js";

/** A user's definition of the projection: one column set for each kind of activity. */
export interface Mapping {
  readonly calls: PropertyMapping<Call>;
  readonly messages: PropertyMapping<Message>;
  readonly mail: PropertyMapping<Mail>;
}
