import type { Facet } from "./facet.js";
import {
  aContact,
  aFailure,
  anEvent,
  anImport,
  aRow,
  aSettlement,
  KEY,
  LEASE_MS,
  NOW,
  opened,
  refusal,
} from "./samples.js";

/** A store that is closed. */
export function closeFacet({ test, expect }: Facet): void {
  test("closed: every operation is refused as unavailable, and closing again is no error", async (store) => {
    await store.receive([anEvent({ id: "a" })]);
    const { lease } = await opened(store);
    await store.close();
    await store.close();
    const refusals = await Promise.all(
      [
        store.receive([anEvent({ id: "b" })]),
        store.open(KEY, { owner: "one", leaseMs: LEASE_MS, now: NOW }),
        store.renew(lease, { leaseMs: LEASE_MS, now: NOW }),
        store.intend(lease, { kind: "create", at: NOW }),
        store.settle(lease, aSettlement(), NOW),
        store.fail(lease, aFailure(), NOW),
        store.due({ now: NOW, limit: 1 }),
        store.replay({ now: NOW }),
        store.hasten({ now: NOW, errorCodes: ["notion_not_found"] }),
        store.adopt([aRow()], NOW),
        store.claim("drive", { owner: "one", leaseMs: LEASE_MS, now: NOW }),
        store.release("one"),
        store.activity(KEY),
        store.activities({ limit: 1 }),
        store.events({ limit: 1 }),
        store.history(KEY, 1),
        store.saveImport(anImport({ id: "one" })),
        store.imports(1),
        store.health(NOW),
        store.figures({ from: NOW, to: NOW + 1 }),
        store.readCanvas(["+15555550123"], NOW),
        store.noteNone(["+15555550123"], { until: NOW, now: NOW }),
        store.putContacts([aContact()], NOW),
        store.dropContacts(NOW),
        store.relink({ now: NOW, limit: 1 }),
        store.canvasStats(),
        store.getCursor("a"),
        store.putCursor("a", "b"),
        store.purge({ before: NOW, limit: 100 }),
      ].map(refusal),
    );
    expect(new Set(refusals.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ code: "store_unavailable", retry: "now" })]),
    );
  });
}
