import type { RequestContext } from "../notion/gateway.js";
import type { Schema } from "../notion/schema.js";
import type { NewView } from "../notion/shared-objects.js";
import { SyncError } from "../sync-error.js";
import { repeatRequest } from "./repeat-request.js";
import type { SetupOptions } from "./setup-options.js";
import type { DatabasePlan } from "./setup-plan.js";
import { newView } from "./wanted-views.js";

/** Makes the planned views. A view that cannot be made is a warning: the databases work without it. */
export async function makeViews(
  options: SetupOptions,
  { name, title, views }: DatabasePlan,
  schema: Schema,
  context: RequestContext,
): Promise<{ made: string[]; warnings: string[] }> {
  const made: string[] = [];
  const warnings: string[] = [];
  if (schema.databaseId === undefined) return { made, warnings };
  for (const viewName of views) {
    const view = newView(name, viewName, schema, schema.databaseId);
    if (!view) continue;
    try {
      await makeView(options, view, context);
      made.push(viewName);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      warnings.push(`The view "${viewName}" of ${title} could not be made: ${error.message}`);
    }
  }
  return { made, warnings };
}

async function makeView(options: SetupOptions, view: NewView, context: RequestContext): Promise<void> {
  const { notion } = options;
  try {
    await repeatRequest(options, () => notion.createView(view, context));
  } catch (error) {
    if (!(error instanceof SyncError) || error.retry !== "unknown") throw error;
    const there = await repeatRequest(options, () => notion.views(view.databaseId, context));
    if (!there.some(({ name }) => name === view.name)) throw error;
  }
}
