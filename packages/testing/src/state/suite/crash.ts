import type { StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { LIFE_END, type Life, lifeSteps } from "./life.js";
import { anEvent, asStored, KEY, LEASE_MS, NOW, opened, refusal, visible } from "./samples.js";

/** A process that ends without a word between any two operations, and what the next one finds. */
export function crashFacet({ reopening, expect }: Facet): void {
  for (const [cut, { name }] of lifeSteps.entries()) {
    reopening(
      `between: cut after "${name}", what was done is there and the rest leads to the same end`,
      async (store, reopen) => {
        const life: Life = { seen: [] };
        for (const { run } of lifeSteps.slice(0, cut + 1)) await run(store, life);
        const before = await everything(store);
        const next = await reopen();
        expect(await everything(next)).toEqual(before);
        for (const { run } of lifeSteps.slice(cut + 1)) await run(next, life);
        expect({ ...(await everything(next)), seen: life.seen }).toEqual(LIFE_END);
      },
    );
  }

  reopening(
    "lease: outlives its holder's process, and is free again when it has run out",
    async (store, reopen) => {
      const event = anEvent({ id: "a" });
      await store.receive([event]);
      const { lease } = await opened(store);
      await store.intend(lease, { kind: "create", at: NOW });
      const next = await reopen();
      expect(await next.open(KEY, { owner: "two", leaseMs: LEASE_MS, now: NOW })).toEqual({
        status: "busy",
        until: lease.expiresAt,
      });
      const taken = await opened(next, { owner: "two", now: lease.expiresAt });
      expect(taken.activity.intent).toEqual({ kind: "create", at: NOW });
      expect(taken.events).toEqual([asStored(event)]);
      expect(taken.lease.fence > lease.fence).toBe(true);
      expect(await refusal(next.renew(lease, { leaseMs: LEASE_MS, now: NOW }))).toEqual({
        code: "lease_lost",
        retry: "now",
      });
    },
  );

  reopening("dedupe: an event stays known, waiting or processed", async (store, reopen) => {
    await store.receive([anEvent({ id: "a" }), anEvent({ id: "b", key: "call:AC2" })]);
    await store.close();
    const next = await reopen();
    expect(await next.receive([anEvent({ id: "b", key: "call:AC2" }), anEvent({ id: "a" })])).toEqual([
      "duplicate",
      "duplicate",
    ]);
    expect((await next.health(NOW)).events).toEqual({ stored: 2, waiting: 2 });
  });

  reopening("close: a store that was closed has lost nothing either", async (store, reopen) => {
    await store.receive([anEvent({ id: "a" })]);
    const before = await everything(store);
    await store.close();
    expect(await everything(await reopen())).toEqual(before);
  });
}

async function everything(store: StateStore): Promise<object> {
  const canvas = await store.readCanvas(["+15555550123", "+15555550124", "+15555550125"], NOW);
  return {
    state: await visible(store),
    activities: (await store.activities({ limit: 10 })).activities.map(({ key }) => key),
    events: (await store.events({ limit: 10 })).events.map(({ id }) => id),
    history: (await store.history(KEY, 10)).map(({ at }) => at),
    imports: await store.imports(10),
    cursor: await store.getCursor("directory"),
    canvas,
  };
}
