import type { Expect } from "../../state/suite/runner.js";
import type { World } from "./world.js";

/** What one facet of the suite is written with: every test gets a world and a runtime of its own. */
export interface Facet {
  test(title: string, body: (world: World) => Promise<void>): void;
  expect: Expect;
}
