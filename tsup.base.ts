import type { Options } from "tsup";

/** How every package is built: one ESM bundle for each entry, declarations by tsc. */
export const library = (entry: string[]): Options => ({
  entry,
  format: "esm",
  target: "es2023",
  sourcemap: true,
  clean: true,
  // `node:sqlite` exists under that name only.
  removeNodeProtocol: false,
});
