import type { StateStore } from "@openphone-notion/core";
import { callCompleted, callTranscriptCompleted, messageReceived } from "@openphone-notion/testing";
import { percentile } from "./distribution.ts";
import type { Scenario } from "./request-scenarios.ts";
import { createStepwiseEngine, type StepwiseEngine } from "./stepwise-engine.ts";
import { eventsOf, message, NUMBERS } from "./traffic.ts";

/** Notion requests per activity, of every kind, and what the database is asked. */
export interface RequestCounts {
  mean: number;
  median: number;
  p99: number;
  worst: number;
  /** Of the database for each event, once it is taken in. */
  roundTripsPerEvent: number;
}

/** Plays a scenario and counts, on a store in memory unless another empty one is given. Throws when not every activity has ended up as one complete page. */
export async function countRequests(scenario: Scenario, store?: StateStore): Promise<RequestCounts> {
  const engine = createStepwiseEngine({
    ...(store ? { store } : {}),
    ...(scenario.inNotion ? { inNotion: scenario.inNotion } : {}),
  });
  await remember(engine, scenario.remembers);
  const { roundTrips } = engine;
  const before = { ...roundTrips };
  await engine.play(scenario.arrivals);
  await checkPages(engine, scenario);
  const counts = scenario.activities.map(({ key }) => engine.requests.get(key) ?? 0);
  return {
    mean: rounded(counts.reduce((sum, count) => sum + count, 0) / counts.length),
    median: percentile(counts, 0.5),
    p99: percentile(counts, 0.99),
    worst: percentile(counts, 1),
    roundTripsPerEvent: rounded((roundTrips.engine - before.engine) / (roundTrips.events - before.events)),
  };
}

const rounded = (figure: number): number => Number(figure.toFixed(2));

async function remember({ play, readContacts }: StepwiseEngine, what: Scenario["remembers"]): Promise<void> {
  if (what === "nothing") return;
  const somebody = { from: "+15555550200" };
  const first = [
    messageReceived({ id: "ACfirst1", ...somebody }),
    callCompleted({ id: "ACfirst2", ...somebody }),
    // Something to be shown in a page's body: what the workspace allows is asked for once a day.
    callTranscriptCompleted({ id: "ACfirst2", ...somebody }),
  ];
  await play(first.map((event) => ({ atMs: 0, event })));
  if (what === "schemas") return;
  if (what === "schemas and the index of contacts") {
    await readContacts();
    return;
  }
  const fromEverybody = Array.from({ length: NUMBERS }, (_, index) => message(1_000_000 + index));
  await play(eventsOf(fromEverybody).map((event) => ({ atMs: 0, event })));
}

async function checkPages({ notion, unfinished }: StepwiseEngine, { activities }: Scenario): Promise<void> {
  if ((await unfinished()) > 0) throw new Error("Not every activity is done.");
  for (const { key, events } of activities) {
    // Throws when there is none, or more than one.
    const page = notion.page(key);
    const expected = ["From", "Canvas", ...events.flatMap(({ type }) => COLUMNS[type] ?? [])];
    for (const column of expected) {
      const value = page[column];
      if (!value || (Array.isArray(value) && value.length === 0)) throw new Error(`${key} lacks ${column}.`);
    }
  }
}

/** What a webhook brings to the page. */
const COLUMNS: Record<string, string> = {
  "message.received": "Content",
  "call.completed": "Status",
  "call.recording.completed": "Recording",
  "call.summary.completed": "Summary",
  "call.transcript.completed": "Transcript",
};
