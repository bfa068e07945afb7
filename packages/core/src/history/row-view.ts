import type { Targets } from "../engine/targets.js";
import type { Json } from "../json.js";
import type { ActivityKind } from "../key.js";
import type { BodySection } from "../mapping/body.js";
import { project } from "../mapping/project.js";
import type { Schema } from "../notion/schema.js";
import type { Activity } from "../record/activity.js";

/** What a database shows of an activity: links to contacts are left out, for they are looked up as it is written. */
export interface RowView {
  schema: Schema;
  /** Encoded values by the name of the live property. */
  properties: Readonly<Record<string, Json>>;
  body: readonly BodySection[];
}

/** Projects with the live schema and mapping, as the engine does. */
export const rowViews =
  (targets: Pick<Targets, "target">) =>
  async (kind: ActivityKind, activity: Activity): Promise<RowView | undefined> => {
    const target = await targets.target(kind, { priority: "low" });
    if (!target) return undefined;
    const { columns, schema } = target;
    const { properties, body } = project(activity as never, columns, schema, { canvas: undefined });
    return { schema, properties, body };
  };
