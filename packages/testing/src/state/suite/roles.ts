import type { StateStore } from "@openphone-notion/core";
import type { Facet } from "./facet.js";
import { LEASE_MS, MINUTE, NOW } from "./samples.js";

const claim = (
  store: StateStore,
  owner: string,
  { role = "drive", leaseMs = LEASE_MS, now = NOW }: { role?: string; leaseMs?: number; now?: number } = {},
) => store.claim(role, { owner, leaseMs, now });

/** Roles that one worker at a time may have. */
export function rolesFacet({ test, expect }: Facet): void {
  test("claim: the first has it, another does not, and each role is its own", async (store) => {
    expect(await claim(store, "one")).toBe(true);
    expect(await claim(store, "two")).toBe(false);
    expect(await claim(store, "two", { role: "import" })).toBe(true);
    expect(await claim(store, "one", { role: "import" })).toBe(false);
  });

  test("claim: of concurrent ones exactly one has it", async (store) => {
    for (let round = 0; round < 5; round++) {
      const role = `role-${round}`;
      const answers = await Promise.all(
        ["one", "two", "three", "four"].map((owner) => claim(store, owner, { role })),
      );
      expect(answers.filter(Boolean).length).toBe(1);
    }
  });

  test("claim: of concurrent ones exactly one takes over what has expired", async (store) => {
    await claim(store, "gone");
    const now = NOW + LEASE_MS;
    const answers = await Promise.all(["one", "two", "three"].map((owner) => claim(store, owner, { now })));
    expect(answers.filter(Boolean).length).toBe(1);
    expect(await claim(store, "gone", { now })).toBe(false);
  });

  test("expiry: it is free from the moment it ends, not before", async (store) => {
    await claim(store, "one");
    expect(await claim(store, "two", { now: NOW + LEASE_MS - 1 })).toBe(false);
    expect(await claim(store, "two", { now: NOW + LEASE_MS })).toBe(true);
    expect(await claim(store, "one", { now: NOW + LEASE_MS })).toBe(false);
  });

  test("expiry: whoever had it may take it again when nobody else did", async (store) => {
    await claim(store, "one");
    expect(await claim(store, "one", { now: NOW + MINUTE })).toBe(true);
    expect(await claim(store, "two", { now: NOW + MINUTE })).toBe(false);
  });

  test("prolong: its owner keeps it, counted from then on", async (store) => {
    await claim(store, "one");
    expect(await claim(store, "one", { now: NOW + LEASE_MS - 1 })).toBe(true);
    expect(await claim(store, "two", { now: NOW + LEASE_MS })).toBe(false);
    expect(await claim(store, "two", { now: NOW + 2 * LEASE_MS - 2 })).toBe(false);
    expect(await claim(store, "two", { now: NOW + 2 * LEASE_MS - 1 })).toBe(true);
  });

  test("prolong: a clock that was set back does not shorten it", async (store) => {
    await claim(store, "one");
    expect(await claim(store, "one", { now: NOW - 10 * MINUTE })).toBe(true);
    expect(await claim(store, "two", { now: NOW + LEASE_MS - 1 })).toBe(false);
    expect(await claim(store, "two", { now: NOW + LEASE_MS })).toBe(true);
  });

  test("prolong: a refused claim does not keep it from running out", async (store) => {
    await claim(store, "one");
    await claim(store, "two", { now: NOW + LEASE_MS - 1 });
    expect(await claim(store, "three", { now: NOW + LEASE_MS })).toBe(true);
  });

  test("give up: it is free at once, also by a clock that is behind", async (store) => {
    await claim(store, "one");
    expect(await claim(store, "one", { leaseMs: 0 })).toBe(false);
    expect(await claim(store, "two", { now: NOW - MINUTE })).toBe(true);
  });

  test("give up: what another has, or nobody, stays as it is", async (store) => {
    expect(await claim(store, "one", { leaseMs: 0 })).toBe(false);
    expect(await claim(store, "two")).toBe(true);
    expect(await claim(store, "one", { leaseMs: 0 })).toBe(false);
    expect(await claim(store, "three")).toBe(false);
    expect(await claim(store, "two")).toBe(true);
  });
}
