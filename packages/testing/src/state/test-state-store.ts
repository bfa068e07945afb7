import type { StateStore } from "@openphone-notion/core";
import { activitiesFacet } from "./suite/activities.js";
import { adoptFacet } from "./suite/adopt.js";
import { atomicFacet } from "./suite/atomic.js";
import { canvasFacet } from "./suite/canvas.js";
import { closeFacet } from "./suite/close.js";
import { crashFacet } from "./suite/crash.js";
import { cursorsFacet } from "./suite/cursors.js";
import { dueFacet } from "./suite/due.js";
import { eventsFacet } from "./suite/events.js";
import type { Facet } from "./suite/facet.js";
import { failureFacet } from "./suite/failure.js";
import { fencingFacet } from "./suite/fencing.js";
import { figuresFacet } from "./suite/figures.js";
import { hastenFacet } from "./suite/hasten.js";
import { healthFacet } from "./suite/health.js";
import { historyFacet } from "./suite/history.js";
import { importsFacet } from "./suite/imports.js";
import { inboxFacet } from "./suite/inbox.js";
import { leaseFacet } from "./suite/lease.js";
import { manyFacet } from "./suite/many.js";
import { overtakenFacet } from "./suite/overtaken.js";
import { parkedFacet } from "./suite/parked.js";
import { processesFacet } from "./suite/processes.js";
import { purgeFacet } from "./suite/purge.js";
import { releaseFacet } from "./suite/release.js";
import { relinkFacet } from "./suite/relink.js";
import { rolesFacet } from "./suite/roles.js";
import type { Expect, TestFunction } from "./suite/runner.js";
import { settleFacet } from "./suite/settle.js";
import { skewFacet } from "./suite/skew.js";

/** What `testStateStore` needs: the test runner, and stores to try. */
export interface StateStoreSuite {
  /** The runner's `test`; names are `facet/what: …` and stay the same from version to version. */
  test: TestFunction;
  /** The runner's `expect`; `toBe` and `toEqual` are used, the latter as Jest and Vitest define it. */
  expect: Expect;
  /** Makes an empty store for one test, which closes it. */
  create(): Promise<StateStore>;
  /**
   * Opens once more what the newest `create` made, as another process would: beside a store that is still open,
   * or after one that was never closed. Without it, the rows on crashes and on several processes are skipped.
   */
  reopen?(): Promise<StateStore>;
}

const FACETS: Record<string, (facet: Facet) => void> = {
  inbox: inboxFacet,
  purge: purgeFacet,
  lease: leaseFacet,
  fencing: fencingFacet,
  overtaken: overtakenFacet,
  settle: settleFacet,
  failure: failureFacet,
  parked: parkedFacet,
  hasten: hastenFacet,
  due: dueFacet,
  adopt: adoptFacet,
  roles: rolesFacet,
  release: releaseFacet,
  activities: activitiesFacet,
  events: eventsFacet,
  history: historyFacet,
  imports: importsFacet,
  canvas: canvasFacet,
  relink: relinkFacet,
  cursors: cursorsFacet,
  health: healthFacet,
  figures: figuresFacet,
  many: manyFacet,
  skew: skewFacet,
  atomic: atomicFacet,
  crash: crashFacet,
  processes: processesFacet,
  close: closeFacet,
};

/** The contract of the `StateStore` port, as tests: an adapter that passes them may replace any other. */
export function testStateStore({ test, expect, create, reopen }: StateStoreSuite): void {
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
      reopening: (title, body) => {
        if (!reopen) {
          test.skip(`${name}/${title} (skipped: this store cannot be opened again)`, async () => {});
          return;
        }
        test(`${name}/${title}`, async () => {
          const stores = [await create()];
          const again = async () => {
            const store = await reopen();
            stores.push(store);
            return store;
          };
          try {
            await body(stores[0]!, again);
          } finally {
            for (const store of stores) await store.close();
          }
        });
      },
    });
  }
}
