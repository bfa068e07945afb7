import picocolors from "picocolors";

/** Colours for standard output: on a terminal only, and off where `NO_COLOR` is set. */
export const pc = picocolors.createColors(
  process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb",
);
