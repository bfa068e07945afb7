import type { IndexedContact, Settlement, StateStore, UsedContacts } from "@openphone-notion/core";
import type { MemoryStateData } from "../state/memory-state-data.js";
import type { StateMutant } from "./state-mutant.js";

/** Replaces `putContacts` alone. */
const putting =
  (worse: (put: StateStore["putContacts"], data: MemoryStateData) => StateStore["putContacts"]) =>
  ({ putContacts }: StateStore, data: MemoryStateData): Partial<StateStore> => ({
    putContacts: worse(putContacts, data),
  });

const forgetNone = ({ noneUntil: _, ...used }: UsedContacts): UsedContacts => used;

const withContacts = (
  { contacts, ...settlement }: Settlement,
  change: (contact: UsedContacts) => UsedContacts,
): Settlement => ({ ...settlement, ...(contacts && { contacts: contacts.map(change) }) });

/** Stores that know the wrong contacts. */
export const canvasMutants: readonly StateMutant[] = [
  {
    name: "remembers for ever that a number has no contact",
    caughtBy: "canvas/none",
    breaks: ({ readCanvas }) => ({ readCanvas: (identifiers) => readCanvas(identifiers, 0) }),
  },
  {
    name: "does not remember that a number has no contact",
    caughtBy: "canvas/read: answers",
    breaks: ({ settle }) => ({
      settle: (lease, settlement, now) => settle(lease, withContacts(settlement, forgetNone), now),
    }),
  },
  {
    name: "notes nothing unless it is settled",
    caughtBy: "canvas/none: 1,100",
    breaks: () => ({ noteNone: async () => {} }),
  },
  {
    name: "believes that there is none although the settle was refused",
    caughtBy: "canvas/none: a settle",
    breaks: ({ settle }, { canvas }) => ({
      async settle(lease, settlement, now) {
        for (const { identifier, noneUntil = 0 } of settlement.contacts ?? [])
          canvas.set(identifier, { noneUntil, hits: 0, misses: 0, usedAt: now });
        return settle(lease, settlement, now);
      },
    }),
  },
  {
    name: "forgets that there is none when it is looked up again",
    caughtBy: "canvas/none: is believed",
    breaks: ({ settle }, { canvas }) => ({
      async settle(lease, settlement, now) {
        await settle(lease, settlement, now);
        for (const { identifier, noneUntil = 0 } of settlement.contacts ?? [])
          Object.assign(canvas.get(identifier)!, { noneUntil });
      },
    }),
  },
  {
    name: "forgets whom an event names",
    caughtBy: "canvas/open: tells what is known of whom",
    breaks: ({ receive }) => ({
      receive: (events) => receive(events.map(({ identifiers: _, ...event }) => event)),
    }),
  },
  {
    name: "tells of all that an activity was ever told of",
    caughtBy: "canvas/open: tells what is known now",
    breaks: ({ open, readCanvas }, { events }) => ({
      async open(key, options) {
        const result = await open(key, options);
        if (result.status !== "opened") return result;
        const named = [...events.values()].filter((event) => event.key === key);
        const old = named.flatMap(({ identifiers = [] }) => identifiers);
        const known = await readCanvas(old, options.now);
        const contacts = new Map([...known, ...result.contacts].map((entry) => [entry.identifier, entry]));
        return { ...result, contacts: [...contacts.values()] };
      },
    }),
  },
  {
    name: "opens with what an activity was settled with, as it was then",
    caughtBy: "canvas/open: tells what is known now",
    breaks: ({ open }, { links }) => ({
      async open(key, options) {
        const result = await open(key, options);
        if (result.status !== "opened") return result;
        const then = links.get(key) ?? new Map<string, string>();
        return {
          ...result,
          contacts: result.contacts.map((entry) => {
            const pageIds = then.get(entry.identifier)?.split(",").filter(Boolean);
            return pageIds ? { identifier: entry.identifier, pageIds } : entry;
          }),
        };
      },
    }),
  },
  {
    name: "opens with those alone whom events name",
    caughtBy: "canvas/open: tells what is known now",
    breaks: ({ open }) => ({
      async open(key, options) {
        const result = await open(key, options);
        if (result.status !== "opened") return result;
        const named = result.events.flatMap(({ identifiers = [] }) => identifiers);
        return {
          ...result,
          contacts: result.contacts.filter(({ identifier }) => named.includes(identifier)),
        };
      },
    }),
  },
  {
    name: "believes that there is none although one was put since",
    caughtBy: "canvas/none: a contact",
    breaks: ({ readCanvas }, { canvas }) => ({
      readCanvas: async (identifiers, now) =>
        (await readCanvas(identifiers, now)).map((entry) =>
          (canvas.get(entry.identifier)?.noneUntil ?? 0) > now
            ? { identifier: entry.identifier, pageIds: [] }
            : entry,
        ),
    }),
  },
  {
    name: "answers the youngest contact first",
    caughtBy: "canvas/read: of several",
    breaks: ({ readCanvas }) => ({
      readCanvas: async (identifiers, now) =>
        (await readCanvas(identifiers, now)).map((entry) => ({
          ...entry,
          pageIds: entry.pageIds.toReversed(),
        })),
    }),
  },
  {
    name: "lets the order of equally old contacts depend on who was put first",
    caughtBy: "canvas/read: of several",
    breaks: ({ readCanvas }, { contacts }) => ({
      readCanvas: async (identifiers, now) => {
        const order = [...contacts.keys()];
        const age = (id: string) => contacts.get(id)!.createdAt;
        return (await readCanvas(identifiers, now)).map((entry) => ({
          ...entry,
          pageIds: entry.pageIds.sort((a, b) => age(a) - age(b) || order.indexOf(a) - order.indexOf(b)),
        }));
      },
    }),
  },
  {
    name: "says as of when the contact read last is known",
    caughtBy: "canvas/read: says",
    breaks: ({ readCanvas }, { contacts }) => ({
      readCanvas: async (identifiers, now) =>
        (await readCanvas(identifiers, now)).map((entry) => ({
          ...entry,
          ...(entry.asOf !== undefined && {
            asOf: Math.max(...entry.pageIds.map((id) => contacts.get(id)!.asOf)),
          }),
        })),
    }),
  },
  {
    name: "a page keeps the numbers that it held before",
    caughtBy: "canvas/put: a page forgets",
    breaks: putting(
      (put, { contacts }) =>
        (pages, asOf) =>
          put(
            pages.map((page) => ({
              ...page,
              identifiers: [...page.identifiers, ...(contacts.get(page.pageId)?.identifiers ?? [])],
            })),
            asOf,
          ),
    ),
  },
  {
    name: "takes in what was read earlier after what was read later",
    caughtBy: "canvas/put: what was read as of earlier",
    breaks: putting(
      (put, { contacts }) =>
        (pages, asOf) =>
          put(pages, Math.max(asOf, ...pages.map(({ pageId }) => contacts.get(pageId)?.asOf ?? asOf))),
    ),
  },
  {
    name: "forgets as of when a page was read that holds nothing",
    caughtBy: "canvas/put: what was read as of earlier",
    breaks: putting((put, { contacts }) => async (pages, asOf) => {
      const changed = await put(pages, asOf);
      for (const [id, { identifiers }] of contacts) if (identifiers.length === 0) contacts.delete(id);
      return changed;
    }),
  },
  {
    name: "refuses what was read as of the same moment",
    caughtBy: "canvas/put: what was read as of the same",
    breaks: putting(
      (put, { contacts }) =>
        (pages, asOf) =>
          put(
            pages.filter(({ pageId }) => contacts.get(pageId)?.asOf !== asOf),
            asOf,
          ),
    ),
  },
  {
    name: "adds up what was read as of the same moment",
    caughtBy: "canvas/put: what was read as of the same",
    breaks: putting(
      (put, { contacts }) =>
        (pages, asOf) =>
          put(
            pages.map((page) => {
              const known = contacts.get(page.pageId);
              return known?.asOf === asOf
                ? { ...page, identifiers: [...page.identifiers, ...known.identifiers] }
                : page;
            }),
            asOf,
          ),
    ),
  },
  {
    name: "of one page twice in a call the first counts",
    caughtBy: "canvas/put: of one page twice",
    breaks: putting((put) => (pages, asOf) => put(pages.toReversed(), asOf)),
  },
  {
    name: "calls everything changed that was put",
    caughtBy: "canvas/put: answers",
    breaks: putting((put) => async (pages, asOf) => {
      await put(pages, asOf);
      return [...new Set(pages.flatMap(({ identifiers }: IndexedContact) => identifiers))];
    }),
  },
  {
    name: "calls only new numbers changed, not those that are gone",
    caughtBy: "canvas/put: answers",
    breaks: putting((put) => async (pages, asOf) => {
      const now = new Set(pages.flatMap(({ identifiers }) => identifiers));
      return (await put(pages, asOf)).filter((identifier) => now.has(identifier));
    }),
  },
  {
    name: "takes no more than a hundred pages at once",
    caughtBy: "canvas/put: 1,100",
    breaks: putting((put) => (pages, asOf) => put(pages.slice(0, 100), asOf)),
  },
  {
    name: "drops nothing",
    caughtBy: "canvas/drop",
    breaks: () => ({ dropContacts: async () => [] }),
  },
  {
    name: "drops what is known as of that very moment",
    caughtBy: "canvas/drop",
    breaks: ({ dropContacts }) => ({ dropContacts: (asOf) => dropContacts(asOf + 1) }),
  },
  {
    name: "remembers of what it dropped as of when that was",
    caughtBy: "canvas/drop",
    breaks: (good, { contacts }) => {
      const dropped = new Map<string, number>();
      return {
        async dropContacts(asOf) {
          for (const [id, contact] of contacts) if (contact.asOf < asOf) dropped.set(id, contact.asOf);
          return good.dropContacts(asOf);
        },
        putContacts: (pages, asOf) =>
          good.putContacts(
            pages.filter(({ pageId }) => (dropped.get(pageId) ?? asOf) <= asOf),
            asOf,
          ),
      };
    },
  },
  {
    name: "counts every look-up as a hit",
    caughtBy: "canvas/stats: count",
    breaks: ({ settle }) => ({
      settle: (lease, settlement, now) =>
        settle(
          lease,
          withContacts(settlement, ({ asked: _, ...used }) => used),
          now,
        ),
    }),
  },
  {
    name: "counts pages that hold nothing as contacts",
    caughtBy: "canvas/stats: count",
    breaks: ({ canvasStats }, { contacts }) => ({
      canvasStats: async () => ({ ...(await canvasStats()), contacts: contacts.size }),
    }),
  },
  {
    name: "keeps for ever who was looked up",
    caughtBy: "canvas/stats: identifiers",
    breaks: ({ purge }, { canvas }) => ({
      async purge(options) {
        const kept = [...canvas];
        const purged = await purge(options);
        for (const [identifier, lookup] of kept) canvas.set(identifier, lookup);
        return purged;
      },
    }),
  },
  {
    name: "purges contacts with the look-ups",
    caughtBy: "canvas/stats: identifiers",
    breaks: ({ purge, dropContacts }) => ({
      async purge(options) {
        await dropContacts(options.before);
        return purge(options);
      },
    }),
  },
];
