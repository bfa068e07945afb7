import type { JsonObject } from "./body-checks.js";
import type { Property } from "./schema.js";
import { emptyValue, type Value } from "./value.js";
import type { Workspace } from "./workspace.js";

/** A page as it was from `at` until the next version. */
export interface PageVersion {
  readonly at: number;
  readonly editedAt: number;
  readonly editedBy: string;
  /** By property id; a property that was never written has no entry. */
  readonly values: ReadonlyMap<string, Value>;
  readonly inTrash: boolean;
}

export interface Page {
  readonly id: string;
  readonly parent: JsonObject;
  readonly createdAt: number;
  readonly createdBy: string;
  icon: unknown;
  cover: unknown;
  /** Ids of its blocks, in order. */
  readonly children: string[];
  /** Oldest first, never empty; the last one is the truth, older ones are what a lagging query still sees. */
  versions: PageVersion[];
}

/** The page as it is now: what a read by id answers. */
export const currentVersion = (page: Page): PageVersion => page.versions[page.versions.length - 1]!;

/** The page as a query sees it; `undefined` while it is too new to be seen. */
export function visibleVersion(workspace: Workspace, page: Page): PageVersion | undefined {
  const horizon = workspace.clock.now() - workspace.queryLagMs;
  return page.versions.findLast((version) => version.at <= horizon);
}

/** Puts a new version on top, and forgets those that no query can see any more. */
export function addVersion(workspace: Workspace, page: Page, changes: Partial<PageVersion>): void {
  const seen = visibleVersion(workspace, page);
  const kept = seen ? page.versions.slice(page.versions.indexOf(seen)) : page.versions;
  page.versions = [...kept, { ...currentVersion(page), ...changes, at: workspace.clock.now() }];
}

export const storedValue = (version: PageVersion, property: Property): Value | undefined =>
  version.values.get(property.id) ?? emptyValue(property.type);

export const dataSourceIdOf = (page: Page): string | undefined =>
  typeof page.parent.data_source_id === "string" ? page.parent.data_source_id : undefined;
