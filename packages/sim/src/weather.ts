import type { WebhookSystem } from "@openphone-notion/testing";
import type { Dice } from "./dice.ts";
import { NOTION_TROUBLES, type NotionTrouble } from "./notion-troubles.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export type Service = "notion" | "openphone" | "media" | "store";

export interface Outage {
  service: Service;
  /** Milliseconds from the start. */
  from: number;
  until: number;
  kind: "errors" | "refused" | "silent" | "unauthorized";
}

/** How bad a world is, and at what. Every world has its own mix, so that faults also meet in pure forms. */
export interface Weather {
  /** For so long things go wrong and people are about, in milliseconds. */
  stormMs: number;
  activities: number;
  workers: number;
  systems: readonly WebhookSystem[];
  /** How long Notion's queries do not show a write. */
  queryLagMs: number;
  /** Requests a minute that Notion grants. */
  requestsPerMinute: number;
  /** Each clock is off by up to so much, either way. */
  skewMs: number;
  storeLatencyMs: number;
  coalesceMs: number;
  /** Long texts, which continue in the page body. */
  longTexts: boolean;
  userActions: number;
  outages: readonly Outage[];
  /** Probabilities: of each request, message, delivery or step. */
  notionFault: number;
  /** The same for what must not be repeated blindly: creates and appends. */
  createFault: number;
  /** What goes wrong then. */
  notionTroubles: readonly NotionTrouble[];
  notionSlow: number;
  openphoneFault: number;
  mediaFault: number;
  storeFault: number;
  messageLost: number;
  messageDoubled: number;
  deliveryLost: number;
  deliveryDoubled: number;
  /** The sender stops trying: nobody will ever hear of this event again. */
  deliveryForgotten: number;
  crashAtStep: number;
  /** The process stands still for some seconds. */
  stallAtStep: number;
  /** Crashes a minute that come at any moment. */
  crashesPerMinute: number;
}

export interface WeatherOptions {
  /** Clocks that differ by up to so much, instead of seconds. */
  skewMs?: number;
}

const SYSTEMS: readonly (readonly WebhookSystem[])[] = [
  ["new"],
  ["v4"],
  ["v3"],
  ["new", "v4"],
  ["new", "v3"],
  ["new", "v4", "v3"],
];

export function weatherOf(dice: Dice, options: WeatherOptions = {}): Weather {
  /** Quite often not at all, else up to `most`. */
  const rate = (most: number) => (dice.chance(0.3) ? 0 : dice.random() * most);
  const stormMs = dice.between(3, 15) * MINUTE;
  const mixed: Weather = {
    stormMs,
    activities: dice.between(2, 6),
    workers: dice.between(1, 3),
    systems: dice.pick(SYSTEMS),
    queryLagMs: dice.pick([0, 3_000, dice.between(0, 10_000), 10_000]),
    requestsPerMinute: dice.pick([180, 180, 600, 60]),
    skewMs: options.skewMs ?? dice.pick([0, 0, 500, 2_000]),
    storeLatencyMs: dice.pick([0, 0, 5, 50]),
    coalesceMs: dice.pick([0, 5_000, 5_000]),
    longTexts: dice.chance(0.02),
    userActions: dice.between(0, 10),
    outages: Array.from({ length: dice.pick([0, 0, 1, 2]) }, () => outageOf(dice, stormMs)),
    notionFault: rate(0.5),
    createFault: rate(0.9),
    notionTroubles: troublesOf(dice),
    notionSlow: rate(0.2),
    openphoneFault: rate(0.5),
    mediaFault: rate(0.5),
    storeFault: rate(0.05),
    messageLost: rate(0.5),
    messageDoubled: rate(0.5),
    deliveryLost: rate(0.5),
    deliveryDoubled: rate(0.4),
    deliveryForgotten: rate(0.1),
    crashAtStep: rate(0.1),
    stallAtStep: rate(0.1),
    crashesPerMinute: rate(1),
  };
  if (dice.chance(0.7)) return mixed;
  // One cause alone: in a crowd of faults each hides what another would show.
  return { ...calm(mixed), createFault: 0.2 + dice.random() * 0.7 };
}

const TROUBLES = Object.keys(NOTION_TROUBLES) as NotionTrouble[];

/** All of them, or a few, which then come often: in the crowd one hides the other. */
const troublesOf = (dice: Dice): NotionTrouble[] =>
  dice.chance(0.4) ? TROUBLES : Array.from({ length: 3 }, () => dice.pick(TROUBLES));

function outageOf(dice: Dice, stormMs: number): Outage {
  const from = dice.between(0, stormMs - 30 * SECOND);
  return {
    service: dice.pick(["notion", "notion", "openphone", "media", "store"] as const),
    from,
    until: from + dice.between(10 * SECOND, 5 * MINUTE),
    kind: dice.pick(["errors", "refused", "silent", "unauthorized"] as const),
  };
}

/** The same world when all is well: for the time after the storm. */
export const calm = (weather: Weather): Weather => ({
  ...weather,
  outages: [],
  notionFault: 0,
  createFault: 0,
  notionSlow: 0,
  openphoneFault: 0,
  mediaFault: 0,
  storeFault: 0,
  messageLost: 0,
  messageDoubled: 0,
  deliveryLost: 0,
  crashAtStep: 0,
  stallAtStep: 0,
  crashesPerMinute: 0,
});
