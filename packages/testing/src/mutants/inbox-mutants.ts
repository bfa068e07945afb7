import type { InboxEvent } from "@openphone-notion/core";
import { pause } from "./mutant.js";
import { markProcessed, type StateMutant, tamper } from "./state-mutant.js";

const answersOf = (isNew: readonly boolean[]) => isNew.map((is) => (is ? "stored" : "duplicate"));

/** Stores that take events in wrongly. */
export const inboxMutants: readonly StateMutant[] = [
  {
    name: "marks an event as known before it is stored",
    caughtBy: "atomic/receive: a call that is refused",
    breaks: ({ receive }) => {
      const known = new Set<string>();
      return {
        receive: async (events) => {
          const isNew = events.map(({ id }) => !known.has(id) && known.add(id).has(id));
          await receive(events.filter((_, index) => isNew[index]));
          return answersOf(isNew);
        },
      };
    },
  },
  {
    name: "answers a duplicate while the event is still being stored",
    caughtBy: "atomic/receive: a repeat",
    breaks: ({ receive }) => {
      const known = new Set<string>();
      return {
        receive: async (events) => {
          const isNew = events.map(({ id }) => !known.has(id) && known.add(id).has(id));
          if (isNew.includes(true)) await pause();
          await receive(events.filter((_, index) => isNew[index]));
          return answersOf(isNew);
        },
      };
    },
  },
  {
    name: "looks whether an event is known, and stores it a moment later",
    caughtBy: "inbox/put-if-absent",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const isNew = events.map(({ id }) => !data.events.has(id));
        await pause();
        await receive(events);
        return answersOf(isNew);
      },
    }),
  },
  {
    name: "makes an activity due because of a duplicate",
    caughtBy: "inbox/duplicate",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const answers = await receive(events);
        for (const { key, dueAt } of events) if (key) tamper(data, key, { dueAt });
        return answers;
      },
    }),
  },
  {
    name: "stores a batch event by event",
    caughtBy: "atomic/receive: nobody sees",
    breaks: ({ receive }) => ({
      receive: async (events) => {
        const answers: ("stored" | "duplicate")[] = [];
        for (const event of events) {
          answers.push(...(await receive([event])));
          await pause();
        }
        return answers;
      },
    }),
  },
  {
    name: "stores an event, and makes its activity due a moment later",
    caughtBy: "atomic/receive: nobody sees",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const answers = await receive(events);
        for (const { key } of events) if (key) tamper(data, key, { dueAt: undefined as never });
        await pause();
        for (const { key, dueAt } of events) if (key) tamper(data, key, { dueAt });
        return answers;
      },
    }),
  },
  {
    name: "takes the sender's event id for the id of the delivery",
    caughtBy: "inbox/put-if-absent",
    breaks: ({ receive }) => ({
      receive: (events) => receive(events.map((event) => ({ ...event, id: event.eventId }))),
    }),
  },
  {
    name: "forgets an event once it is processed",
    caughtBy: "inbox/duplicate",
    breaks: ({ settle }, data) => ({
      settle: async (lease, settlement, now) => {
        await settle(lease, settlement, now);
        for (const id of settlement.processedEventIds) data.events.delete(id);
      },
    }),
  },
  {
    name: "hands events out in the order of their arrival",
    caughtBy: "inbox/order",
    breaks: ({ open }, data) => ({
      open: async (key, options) => {
        const result = await open(key, options);
        if (result.status !== "opened") return result;
        const order = [...data.events.keys()];
        const events = result.events.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id));
        return { ...result, events };
      },
    }),
  },
  {
    name: "takes 1,000 events of a call and says it took all",
    caughtBy: "many/receive",
    breaks: ({ receive }) => ({
      receive: async (events) => {
        await receive(events.slice(0, 1_000));
        return events.map(() => "stored");
      },
    }),
  },
  {
    name: "cuts long bodies",
    caughtBy: "inbox/body",
    breaks: ({ receive }) => ({
      receive: (events) => receive(events.map((event) => ({ ...event, body: cut(event) }))),
    }),
  },
  {
    name: "a later event puts its activity off",
    caughtBy: "inbox/known",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const answers = await receive(events);
        events.forEach(({ key, dueAt }, index) => {
          if (key && answers[index] === "stored") tamper(data, key, { dueAt });
        });
        return answers;
      },
    }),
  },
  {
    name: "an event of no activity waits for ever",
    caughtBy: "inbox/without key",
    breaks: ({ receive }, data) => ({
      receive: async (events) => {
        const answers = await receive(events);
        for (const { id, key } of events) if (!key) data.events.get(id)!.processed = false;
        return answers;
      },
    }),
  },
  {
    name: "purges events that wait",
    caughtBy: "purge/waiting",
    breaks: ({ purge }, data) => ({
      purge: async (options) => {
        for (const { key } of [...data.events.values()]) if (key) markProcessed(data, key);
        return purge(options);
      },
    }),
  },
  {
    name: "purges a millisecond too much",
    caughtBy: "purge/processed",
    breaks: ({ purge }) => ({
      purge: (options) => purge({ ...options, before: options.before + 1 }),
    }),
  },
];

const cut = ({ body }: InboxEvent): string => (typeof body === "string" ? body.slice(0, 65_536) : body);
