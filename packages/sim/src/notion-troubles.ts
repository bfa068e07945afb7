import type { Fault } from "@openphone-notion/testing";
import type { Dice } from "./dice.ts";
import type { Fate } from "./link.ts";

/** What the fake does with a request, and what becomes of it on its way. */
export interface NotionFate extends Fate {
  fault?: Fault;
}

/** Notion's own limit on a request; our patience is a little longer. */
const LONGEST_MS = 54_000;

/** There and back together are never longer than Notion lets a request live. */
export function slowWay(dice: Dice): NotionFate {
  const thereMs = dice.between(1_000, LONGEST_MS);
  return { thereMs, backMs: dice.between(10, LONGEST_MS - thereMs + 20) };
}

type Trouble = (way: NotionFate, dice: Dice) => NotionFate;

const fault =
  (name: Extract<Fault, string>): Trouble =>
  (way) => ({ ...way, fault: name });

/** Everything that may go wrong with one request to Notion, in its order of harm. */
export const NOTION_TROUBLES = {
  rateLimited: (way, dice) => ({ ...way, fault: { fault: "429", retryAfterSeconds: dice.between(1, 20) } }),
  overloaded: (way, dice) => ({ ...way, fault: { fault: "529", retryAfterSeconds: dice.between(1, 20) } }),
  conflict: fault("409"),
  failed: fault("500"),
  badGateway: fault("502-html"),
  unavailable: fault("503"),
  savedAndSaid: fault("503-after-commit"),
  endlessBody: fault("slow-body"),
  lost: (way) => ({ ...way, lost: "there" }),
  lostSilently: (way) => ({ ...way, lost: "there", silent: true }),
  answerLost: (way) => ({ ...way, lost: "back" }),
  answerLostSilently: (way) => ({ ...way, lost: "back", silent: true }),
  savedButFailed: (way) => ({ ...way, disguise: 500 }),
  savedButUnavailable: (way) => ({ ...way, disguise: 503 }),
  savedButBadGateway: (way) => ({ ...way, disguise: 502 }),
  gatewayTimeout: (_way, dice) => ({
    ...slowWay(dice),
    givenUpMs: dice.between(500, 10_000),
    givenUpStatus: 504,
  }),
  brokenButGoingOn: (_way, dice) => ({ ...slowWay(dice), givenUpMs: dice.between(500, 10_000) }),
} satisfies Record<string, Trouble>;

export type NotionTrouble = keyof typeof NOTION_TROUBLES;
