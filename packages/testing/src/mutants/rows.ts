import type { TestFunction } from "../state/suite/runner.js";

/** One test of a suite, not run yet. */
export interface Row {
  name: string;
  run(): Promise<void>;
}

/** The rows that a suite defines, with this as its runner. */
export function rowsOf(define: (test: TestFunction) => void): Row[] {
  const rows: Row[] = [];
  const test = Object.assign((name: string, run: () => Promise<void>) => rows.push({ name, run }), {
    skip: () => {},
  });
  define(test);
  return rows;
}

/** Names of the rows that fail; with `first`, no more than the first of them. */
export async function failingRows(rows: readonly Row[], { first = false } = {}): Promise<string[]> {
  const failing: string[] = [];
  for (const { name, run } of rows) {
    const passed = await run().then(
      () => true,
      () => false,
    );
    if (passed) continue;
    failing.push(name);
    if (first) break;
  }
  return failing;
}
