import type { ActivityKey, EngineOptions, StateStore } from "@openphone-notion/core";
import {
  createMemoryStateStore,
  createMemoryStorage,
  fakeNotion,
  fakeOpenPhone,
  postBody,
} from "@openphone-notion/testing";
import type { Air } from "./air.ts";
import { callStory } from "./call-story.ts";
import { Crew } from "./crew.ts";
import { ColumnNames, databases } from "./databases.ts";
import { Dice } from "./dice.ts";
import { Findings } from "./findings.ts";
import { flaky } from "./flaky.ts";
import { Journal } from "./journal.ts";
import { checkPage } from "./liveness.ts";
import { lossyQueue } from "./lossy-queue.ts";
import { mediaLink } from "./media-link.ts";
import { messageStory } from "./message-story.ts";
import { notionLink } from "./notion-link.ts";
import { openphoneLink } from "./openphone-link.ts";
import { PeopleModel } from "./people-model.ts";
import { Safety } from "./safety.ts";
import { Sender } from "./sender.ts";
import { StepClock } from "./step-clock.ts";
import type { Story, Told } from "./story.ts";
import { Truth } from "./truth.ts";
import { unfinished } from "./unfinished.ts";
import { Users } from "./users.ts";
import { calm, type WeatherOptions, weatherOf } from "./weather.ts";

export type Mode = "safety" | "liveness" | "both";

export interface WorldOptions extends WeatherOptions {
  mode: Mode;
  /** Breaks something on purpose. */
  sabotage?: Sabotage;
}

export interface Sabotage {
  store?: (store: StateStore) => StateStore;
  engine?: Partial<EngineOptions>;
}

const START = Date.parse("2026-10-07T15:00:00Z");
/** The contacts are there long enough for every query to see them. */
const FIRST_ACTIVITY_MS = 15_000;
const CONVERGED_WITHIN_MS = 3 * 3_600_000;
const LOOK_EVERY_MS = 15_000;
/** A look into the trash every five minutes, and a lease on it that a dead worker left behind. */
const CONTACTS_KNOWN_MS = 8 * 60_000;
/** A lease that a dead worker left behind runs out within this time. */
const LEASES_END_MS = 150_000;

/** Everything of one seed, from the first delivery to the last check. */
export function createWorld(seed: number, options: WorldOptions) {
  const dice = new Dice(`seed ${seed}`);
  const clock = new StepClock(START);
  const journal = new Journal(clock);
  const findings = new Findings(journal);
  const weather = weatherOf(dice.for("weather"), options);
  const air: Air = { clock, journal, dice: dice.for("steps"), start: START, weather };
  const checksSafety = options.mode !== "liveness";

  const notion = fakeNotion({
    databases,
    clock,
    random: dice.for("notion ids").random,
    queryLagMs: weather.queryLagMs,
    window: { requests: weather.requestsPerMinute, perMs: 60_000 },
  });
  const openphone = fakeOpenPhone({ clock, rateLimit: false });
  const names = new ColumnNames();
  const people = new PeopleModel();
  const safety = new Safety(notion, names, people, findings);
  const truth = new Truth(findings);
  const files = createMemoryStorage();
  const state = createMemoryStateStore();
  const watched = truth.watch(state);

  const crew: Crew = new Crew(air, {
    notion,
    openphone,
    store: flaky(air, air.dice.for("state"), options.sabotage?.store?.(watched) ?? watched),
    storage: flaky(air, air.dice.for("files"), files),
    queue: lossyQueue(air, () => crew.any()?.consume),
    notionFetch: notionLink(air, notion, ({ method }) => {
      if (checksSafety && method !== "GET") safety.check();
    }),
    openphoneFetch: openphoneLink(air, openphone),
    mediaFetch: mediaLink(air, openphone.media),
    engine: options.sabotage?.engine ?? {},
  });
  const sender = new Sender(air, {
    receiver: () => crew.any()?.receive,
    acknowledged(body) {
      if (checksSafety && !truth.holds(body))
        findings.add("acknowledged-event-not-stored", JSON.parse(body).id);
    },
  });
  const users = new Users(air, notion, names, people);
  const stories = storiesOf(dice.for("stories"), air);

  async function storm(): Promise<void> {
    journal.note(`weather ${JSON.stringify(weather)}`);
    for (const story of stories) story.prepare(openphone);
    users.schedule();
    sender.schedule(stories.flatMap(({ parts }) => parts));
    crew.start();
    await clock.runTo(START + weather.stormMs, () => findings.all.length > 0);
    if (checksSafety) safety.check();
  }

  /** The sun comes out: now everything has to come to rest, within a bounded time. */
  async function rest(): Promise<void> {
    air.weather = calm(weather);
    journal.note("the storm is over");
    const end = clock.now() + CONVERGED_WITHIN_MS;
    await clock.runTo(clock.now() + CONTACTS_KNOWN_MS, () => findings.all.length > 0);
    let left = 1;
    while (clock.now() < end && (left > 0 || sender.pending > 0)) {
      await clock.runTo(clock.now() + LOOK_EVERY_MS, () => findings.all.length > 0);
      if (findings.all.length > 0) return;
      left = await unfinished(state, clock.now());
    }
    if (left > 0) findings.add("not-drained", `${left} activities still have work waiting`);
    // A repeat that came last may still be at work; it changes nothing, and is given its time.
    await clock.runTo(clock.now() + LEASES_END_MS);
    await checkStates();
  }

  async function checkStates(): Promise<void> {
    for (const key of truth.keys()) {
      const activity = await state.activity(key);
      if (activity?.status === "parked")
        findings.add("parked", `${key}: ${activity.errorCode} ${activity.errorMessage}`);
      if (await isHeldForGood(key)) findings.add("lease-left-behind", key);
    }
  }

  /** A look at what OpenPhone owes may be under way at this very moment; it ends. */
  async function isHeldForGood(key: ActivityKey): Promise<boolean> {
    const opens = () => state.open(key, { owner: "the end", leaseMs: 1, now: clock.now() });
    if ((await opens()).status !== "busy") return false;
    await clock.runTo(clock.now() + LOOK_EVERY_MS);
    return (await opens()).status === "busy";
  }

  function checkOutcome(): void {
    const known = new Set<string>(truth.keys());
    for (const story of stories) {
      if (!known.has(story.key)) continue;
      const told = new Set<Told>(
        story.parts.filter(({ event }) => truth.holds(postBody(event))).flatMap(({ tells }) => tells),
      );
      checkPage(story, told, { notion, names, people, findings });
    }
  }

  return {
    journal,
    findings: findings.all,
    requests: () => notion.requests.length,
    elapsedMs: () => clock.now() - START,
    async run() {
      await storm();
      if (options.mode !== "safety" && findings.all.length === 0) {
        await rest();
        if (findings.all.length === 0) checkOutcome();
      }
      crew.end();
    },
  };
}

function storiesOf(dice: Dice, { start, weather }: Air): Story[] {
  const { activities, systems, longTexts, stormMs } = weather;
  return Array.from({ length: activities }, (_, index) => {
    const when = { start, at: dice.between(FIRST_ACTIVITY_MS, stormMs * 0.7), systems };
    return dice.chance(0.65)
      ? callStory(dice, `AC${index}call`, { ...when, longTexts })
      : messageStory(dice, `AC${index}text`, when);
  });
}
