import { newOption, type Option, type Property } from "./schema.js";
import type { Workspace } from "./workspace.js";

/**
 * One write request on its way through validation. What a valid part would change beside its own value (a new
 * select option, an upload that becomes attached) waits here until the whole request has proved valid.
 */
export interface Draft {
  readonly workspace: Workspace;
  readonly effects: (() => void)[];
  readonly newOptions: Map<Property, Option[]>;
}

export const startDraft = (workspace: Workspace): Draft => ({
  workspace,
  effects: [],
  newOptions: new Map(),
});

/** Carries out what the valid request changes. */
export function commitDraft(draft: Draft): void {
  for (const effect of draft.effects) effect();
}

/** The option of that name; select options come into being when they are first written. */
export function optionNamed(draft: Draft, property: Property, name: string): Option {
  const pending = draft.newOptions.get(property) ?? [];
  const known = [...property.options, ...pending].find((option) => option.name === name);
  if (known) return known;
  const option = newOption(draft.workspace, name);
  draft.newOptions.set(property, [...pending, option]);
  draft.effects.push(() => property.options.push(option));
  return option;
}
