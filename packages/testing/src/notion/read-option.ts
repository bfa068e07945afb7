import { validationError } from "./api-error.js";
import { mismatch, objectOf, stringAt } from "./body-checks.js";
import { type Draft, optionNamed } from "./draft.js";
import type { Option, Property } from "./schema.js";

const MAX_NAME = 100;

/**
 * Checks an option of a select, multi-select or status write, given by name or id. A select option that does not
 * exist is created with the write; a status option is not.
 */
export function readOption(draft: Draft, property: Property, value: unknown, path: string): Option {
  const option = objectOf(value, path, ["id", "name", "color", "description"]);
  if (option.id !== undefined) {
    const known = property.options.find((candidate) => candidate.id === option.id);
    if (!known) throw validationError(`${property.name} has no option with ID: ${String(option.id)}.`);
    return known;
  }
  if (option.name === undefined) throw mismatch(`${path}.name`, "defined", undefined);
  const name = stringAt(option.name, `${path}.name`, { min: 1, max: MAX_NAME });
  if (property.type === "status") return statusOption(property, name);
  if (name.includes(",")) throw validationError(`Invalid select option, commas not allowed: ${name}`);
  return optionNamed(draft, property, name);
}

function statusOption(property: Property, name: string): Option {
  const option = property.options.find((candidate) => candidate.name === name);
  if (!option) throw validationError(`Invalid status option. Status option "${name}" does not exist".`);
  return option;
}
