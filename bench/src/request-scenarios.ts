import type { MediaInNotion } from "@openphone-notion/core";
import { type Random, seededRandom, type WebhookEvent } from "@openphone-notion/testing";
import { RECORDING_URL } from "./bench-engine.ts";
import {
  type Activity,
  answeredCall,
  eventsOf,
  message,
  missedCall,
  NUMBERS,
  officeTraffic,
} from "./traffic.ts";

/** A webhook and when it arrives, in milliseconds from the start. */
export interface Arrival {
  atMs: number;
  event: WebhookEvent;
}

/** A way for webhooks to arrive, whose price in Notion requests is counted. */
export interface Scenario {
  says: string;
  /** What the process remembers from before: schemas of the databases, contacts of the numbers. */
  /** How Notion shows files. Default `link`. */
  inNotion?: MediaInNotion;
  remembers: "nothing" | "schemas" | "schemas and contacts" | "schemas and the index of contacts";
  activities: Activity[];
  /** In order. */
  arrivals: Arrival[];
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One activity a second; the parts of a call with the given gaps between them. */
function live(
  activities: Activity[],
  gap: () => number = () => 0,
): Pick<Scenario, "activities" | "arrivals"> {
  const arrivals = activities.flatMap(({ events }, index) => {
    let atMs = index * SECOND;
    return events.map((event, part) => {
      if (part > 0) atMs += gap();
      return { atMs, event };
    });
  });
  return { activities, arrivals: inOrder(arrivals) };
}

/** Every delivery once more and once more, up to half an hour later. */
const fiveTimes = (arrivals: readonly Arrival[], random: Random): Arrival[] =>
  inOrder(
    arrivals.flatMap(({ atMs, event }) =>
      [0, 0, 0.01, 0.2, 1].map((reach) => ({
        atMs: atMs + Math.floor(reach * random() * 30 * MINUTE),
        event,
      })),
    ),
  );

/**
 * Every webhook once more under another event id, five minutes later: nothing new, as far as Notion goes. Ten minutes
 * later, the first run for each database would read its schema again, whatever it is about.
 */
const againAsNew = (arrivals: readonly Arrival[]): Arrival[] =>
  inOrder(
    arrivals.flatMap(({ atMs, event }) => [
      { atMs, event },
      { atMs: atMs + 5 * MINUTE, event: { ...event, id: `${event.id}again` } },
    ]),
  );

const inOrder = (arrivals: Arrival[]): Arrival[] => arrivals.sort((a, b) => a.atMs - b.atMs);

const many = (count: number, activity: (index: number) => Activity): Activity[] =>
  Array.from({ length: count }, (_, index) => activity(index));

/** By the names that `budget.json` uses. */
export function requestScenarios(): Record<string, Scenario> {
  const random = seededRandom(11);
  const between = (from: number, to: number) => () => Math.floor(from + random() * (to - from));
  const calls = many(100, (index) => answeredCall(index, RECORDING_URL));
  const office = (activities: number) => officeTraffic(RECORDING_URL, { activities });
  const morning = office(60);
  const history = office(400);
  const remembers = "schemas and contacts";
  return {
    message: { says: "a text", remembers, ...live(many(100, message)) },
    messageOfNewContact: {
      says: "the first text of a contact",
      remembers: "schemas",
      ...live(many(NUMBERS, message)),
    },
    messageOfIndexedContact: {
      says: "the first text of a contact, all contacts read",
      remembers: "schemas and the index of contacts",
      ...live(many(NUMBERS, message)),
    },
    missedCall: { says: "a missed call", remembers, ...live(many(100, missedCall)) },
    callAllKnown: { says: "a call, all four parts known", remembers, ...live(calls) },
    callAllKnownUploaded: {
      says: "the same, Notion keeping its recording",
      remembers,
      inNotion: "upload",
      ...live(calls),
    },
    callPartsSecondsApart: {
      says: "a live call, parts 1–4 s apart",
      remembers,
      ...live(calls, between(SECOND, 4 * SECOND)),
    },
    callPartsMinutesApart: {
      says: "a live call, parts 1–5 min apart",
      remembers,
      ...live(calls, between(MINUTE, 5 * MINUTE)),
    },
    redeliveryStorm: {
      says: "an office, every webhook five times",
      remembers,
      activities: morning,
      arrivals: fiveTimes(live(morning).arrivals, random),
    },
    repeatedAsNew: {
      says: "an office, every webhook again as a new event",
      remembers,
      activities: morning,
      arrivals: againAsNew(live(morning).arrivals),
    },
    importLike: {
      says: "an office's history at once, from a cold start",
      remembers: "nothing",
      activities: history,
      arrivals: eventsOf(history).map((event) => ({ atMs: 0, event })),
    },
  };
}
