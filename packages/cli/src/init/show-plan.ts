import type { DatabasePlan, SetupPlan } from "@openphone-notion/core";
import { pc } from "../output/colours.js";
import { printable } from "../output/printable.js";

/** The plan as a diff: what is added, and what only a person can mend. */
export const planLines = ({ databases }: SetupPlan, webhookSteps: readonly string[]): string[] => [
  ...databases.flatMap(databaseLines),
  ...webhookSteps.map((step) => added(step)),
];

function databaseLines({ title, found, add, incompatible, views, problem }: DatabasePlan): string[] {
  const name = pc.bold(printable(title));
  if (problem !== undefined) return [pc.red(`✗ ${name}: ${problem}`)];
  const lines = found
    ? add.map(({ name: column, type }) => added(`column ${column} (${type}) in ${name}`))
    : [added(`database ${name} with ${add.length} columns`)];
  return [
    ...(found?.madeEarlier ? [`  ${name} was made by an earlier run`] : []),
    ...lines,
    ...views.map((view) => added(`view ${view} in ${name}`)),
    ...incompatible.map(({ property, found: type, accepted }) =>
      pc.yellow(`! ${name}: ${printable(property)} is a ${type}; make it ${accepted.join(" or ")}`),
    ),
  ];
}

const added = (what: string): string => `${pc.green("+")} ${what}`;
