import type { Inspection } from "@openphone-notion/adapter-node";

/** What is wrong with the settings that say where files lie. What the values leave out of these leads elsewhere. */
export const storageProblems = ({ problems }: Pick<Inspection, "problems">): Inspection["problems"] =>
  problems.filter(({ name }) => name === "STORAGE" || name.startsWith("S3_"));
