import type { Facet } from "./facet.js";
import {
  anEvent,
  anImport,
  aRow,
  aSettlement,
  KEY,
  LEASE_MS,
  NOW,
  opened,
  refusal,
  visible,
} from "./samples.js";

/** Several processes on one database: each row has two stores open at the same time. */
export function processesFacet({ reopening, expect }: Facet): void {
  reopening(
    "put-if-absent: of two that receive one id at the same time exactly one stores it",
    async (store, reopen) => {
      const other = await reopen();
      for (let round = 0; round < 5; round++) {
        const event = anEvent({ id: `e${round}` });
        const answers = await Promise.all([store.receive([event]), other.receive([event])]);
        expect(answers.flat().sort()).toEqual(["duplicate", "stored"]);
      }
      expect((await other.health(NOW)).events).toEqual({ stored: 5, waiting: 5 });
    },
  );

  reopening("lease: of two that open one key at the same time exactly one gets it", async (store, reopen) => {
    const other = await reopen();
    for (let round = 0; round < 5; round++) {
      const key = `call:AC${round}` as const;
      await store.receive([anEvent({ id: key, key })]);
      const results = await Promise.all(
        [store, other].map((each, index) =>
          each.open(key, { owner: `owner-${index}`, leaseMs: LEASE_MS, now: NOW }),
        ),
      );
      expect(results.map(({ status }) => status).sort()).toEqual(["busy", "opened"]);
    }
  });

  reopening(
    "compare-and-set: of two that put a cursor if absent both learn the one that won",
    async (store, reopen) => {
      const other = await reopen();
      const answers = await Promise.all([
        store.putCursor("owner", "one", { ifAbsent: true }),
        other.putCursor("owner", "two", { ifAbsent: true }),
      ]);
      expect(new Set(answers).size).toBe(1);
      expect(await store.getCursor("owner")).toBe(answers[0]);
    },
  );

  reopening(
    "fencing: a holder that was overtaken through the other store is refused",
    async (store, reopen) => {
      const other = await reopen();
      await store.receive([anEvent({ id: "a" })]);
      const { lease } = await opened(store);
      const next = (await opened(other, { owner: "two", now: lease.expiresAt })).lease;
      expect(await refusal(store.settle(lease, aSettlement(), NOW))).toEqual({
        code: "lease_lost",
        retry: "now",
      });
      await other.settle(next, aSettlement({ pageId: "next", processedEventIds: ["a"] }), NOW);
      expect((await store.activity(KEY))?.pageId).toBe("next");
    },
  );

  reopening("roles: of two that claim one at the same time exactly one has it", async (store, reopen) => {
    const other = await reopen();
    for (let round = 0; round < 5; round++) {
      const answers = await Promise.all(
        [store, other].map((each, index) =>
          each.claim(`role-${round}`, { owner: `owner-${index}`, leaseMs: LEASE_MS, now: NOW }),
        ),
      );
      expect(answers.sort()).toEqual([false, true]);
    }
  });

  reopening("adopt: of two that adopt a row at the same time exactly one takes it", async (store, reopen) => {
    const other = await reopen();
    for (let round = 0; round < 5; round++) {
      const rows = [aRow({ key: `call:AC${round}`, pageId: `page-${round}` })];
      const answers = await Promise.all([store.adopt(rows, NOW), other.adopt(rows, NOW)]);
      expect(answers.flat().sort()).toEqual([false, true]);
    }
  });

  reopening("imports: what one saves the other sees at once", async (store, reopen) => {
    const other = await reopen();
    await store.saveImport(anImport({ id: "one" }));
    expect((await other.imports(10)).map(({ status }) => status)).toEqual(["running"]);
    await other.saveImport(anImport({ id: "one", status: "done" }));
    expect((await store.imports(10)).map(({ status }) => status)).toEqual(["done"]);
  });

  reopening("reads: what one has written the other sees at once", async (store, reopen) => {
    const other = await reopen();
    expect(await visible(other)).toEqual(await visible(store));
    await store.receive([anEvent({ id: "a" })]);
    expect(await visible(other)).toEqual(await visible(store));
    const { lease } = await opened(other);
    await other.intend(lease, { kind: "create", at: NOW });
    expect(await visible(store)).toEqual(await visible(other));
    await store.settle(lease, aSettlement({ pageId: "page-1", processedEventIds: ["a"] }), NOW);
    expect(await visible(other)).toEqual(await visible(store));
    expect((await other.activity(KEY))?.pageId).toBe("page-1");
  });
}
