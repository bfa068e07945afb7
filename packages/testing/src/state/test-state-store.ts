import type { StateStore } from "@openphone-notion/core";
import { canvasFacet } from "./suite/canvas.js";
import { closeFacet } from "./suite/close.js";
import { cursorsFacet } from "./suite/cursors.js";
import { dueFacet } from "./suite/due.js";
import type { Expect, Facet } from "./suite/facet.js";
import { failureFacet } from "./suite/failure.js";
import { fencingFacet } from "./suite/fencing.js";
import { healthFacet } from "./suite/health.js";
import { inboxFacet } from "./suite/inbox.js";
import { leaseFacet } from "./suite/lease.js";
import { parkedFacet } from "./suite/parked.js";
import { purgeFacet } from "./suite/purge.js";
import { settleFacet } from "./suite/settle.js";

export interface StateStoreSuite {
  /** The runner's `test`; names are `facet/what: …` and stay the same from version to version. */
  test(name: string, body: () => Promise<void>): unknown;
  /** The runner's `expect`; `toBe` and `toEqual` are used, the latter as Jest and Vitest define it. */
  expect: Expect;
  /** Makes an empty store for one test, which closes it. */
  create(): Promise<StateStore>;
}

const FACETS: Record<string, (facet: Facet) => void> = {
  inbox: inboxFacet,
  purge: purgeFacet,
  lease: leaseFacet,
  fencing: fencingFacet,
  settle: settleFacet,
  failure: failureFacet,
  parked: parkedFacet,
  due: dueFacet,
  canvas: canvasFacet,
  cursors: cursorsFacet,
  health: healthFacet,
  close: closeFacet,
};

/** The contract of the `StateStore` port, as tests: an adapter that passes them may replace any other. */
export function testStateStore({ test, expect, create }: StateStoreSuite): void {
  for (const [name, define] of Object.entries(FACETS)) {
    define({
      expect,
      test: (title, body) => {
        test(`${name}/${title}`, async () => {
          const store = await create();
          try {
            await body(store);
          } finally {
            await store.close();
          }
        });
      },
    });
  }
}
