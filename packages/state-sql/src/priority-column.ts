import type { Priority } from "@openphone-notion/core";

const PRIORITIES: readonly Priority[] = ["critical", "standard", "low"];

/** The priority of a `priority` column, which holds `priorityOrder` so that the database can sort by it. */
export const priorityAt = (order: number): Priority => PRIORITIES[order] ?? "standard";
