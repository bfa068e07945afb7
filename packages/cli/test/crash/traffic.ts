import {
  type CallOptions,
  callCompleted,
  callMissed,
  callRecordingCompleted,
  callSummaryCompleted,
  callTranscriptCompleted,
  callVoicemailCompleted,
  type FakeOpenPhone,
  fakeWorkspace,
  messageDelivered,
  messageReceived,
  type Random,
  seededRandom,
  type WebhookEvent,
} from "@openphone-notion/testing";
import { pick, shuffled, whole } from "./dice.ts";

/** What the row of one activity must hold in the end. */
export interface ExpectedRow {
  database: "calls" | "messages";
  id: string;
  /** By column; a column that is not named here is not looked at. */
  values: Record<string, string | number>;
  startedAt: string;
  counterpart: string;
  recordings: Uint8Array[];
  voicemail?: Uint8Array;
  /** What was said, line by line. */
  transcript: string[];
}

export interface PlannedDelivery {
  /** Milliseconds from the start. */
  atMs: number;
  event: WebhookEvent;
}

export interface Traffic {
  deliveries: PlannedDelivery[];
  rows: ExpectedRow[];
}

/** In every text that is said or written, so that it can be looked for where it must not be. */
export const PRIVATE_WORD = "confidential";
/** Contacts have the first ones; the last two are strangers. */
export const COUNTERPARTS = ["+15555550123", "+15555550124", "+15555550125", "+15555550126", "+15555550127"];

const DAY = Date.parse("2026-10-07T15:00:00.000Z");
/** The parts of one activity arrive within this time, in any order. */
const PARTS_WITHIN_MS = 4_000;
const REPEATED = 0.15;
/** Rich text of one property holds 200,000 units; what a long call says beyond goes into the page body. */
const LONG_CALL_LINES = 1_300;

/** The same seed gives the same activities, files and deliveries. */
export function planTraffic(options: {
  seed: number;
  activities: number;
  /** The activities begin within this time. */
  withinMs: number;
  openphone: FakeOpenPhone;
}): Traffic {
  const { seed, activities, withinMs, openphone } = options;
  const random = seededRandom(seed);
  const deliveries: PlannedDelivery[] = [];
  const rows: ExpectedRow[] = [];
  for (let index = 0; index < activities; index++) {
    const scene = { random, openphone, ...sceneBasics(random, seed, index) };
    const isLong = index % 60 === 7;
    const { events, row } = isLong ? answeredCall(scene, LONG_CALL_LINES) : pick(random, SCENES)(scene);
    rows.push(row);
    const beginsAt = random() * withinMs;
    for (const event of shuffled(random, events)) {
      const atMs = beginsAt + random() * PARTS_WITHIN_MS;
      deliveries.push({ atMs, event });
      if (random() < REPEATED) deliveries.push({ atMs: atMs + random() * PARTS_WITHIN_MS, event });
    }
  }
  return { deliveries: deliveries.sort((a, b) => a.atMs - b.atMs), rows };
}

interface Scene {
  random: Random;
  openphone: FakeOpenPhone;
  id: string;
  createdAt: string;
  direction: "incoming" | "outgoing";
  counterpart: string;
}

interface Played {
  events: WebhookEvent[];
  row: ExpectedRow;
}

const sceneBasics = (random: Random, seed: number, index: number) => ({
  id: `AC${seed}x${index}`,
  createdAt: new Date(DAY + index * 1_000).toISOString(),
  direction: pick(random, ["incoming", "outgoing"] as const),
  counterpart: pick(random, COUNTERPARTS),
});

const anySystem = (random: Random) => pick(random, ["new", "v4"] as const);

const SCENES = [receivedMessage, receivedMessage, sentMessage, answered, answered, missedCall, voicemail];

function receivedMessage({ random, id, createdAt, counterpart }: Scene): Played {
  const text = words(random, whole(random, 1, 30));
  const message = { id, createdAt, from: counterpart, text };
  // During a migration both webhook systems tell of the same message.
  const systems = random() < 0.2 ? (["new", "v4"] as const) : [anySystem(random)];
  return {
    events: systems.map((system) => messageReceived({ ...message, system })),
    row: {
      ...rowOf("messages", { id, createdAt, counterpart }),
      values: { Status: "Received", Direction: "Incoming", From: counterpart, Content: text },
    },
  };
}

function sentMessage({ random, id, createdAt, counterpart }: Scene): Played {
  const text = words(random, whole(random, 1, 30));
  const message = { id, createdAt, direction: "outgoing", to: [counterpart], text } as const;
  return {
    events: [messageDelivered({ ...message, system: anySystem(random) })],
    row: {
      ...rowOf("messages", { id, createdAt, counterpart }),
      values: { Status: "Delivered", Direction: "Outgoing", To: counterpart, Content: text },
    },
  };
}

function answered(scene: Scene): Played {
  return answeredCall(scene, whole(scene.random, 1, 12));
}

/** With its recordings, its summary and its transcript. */
function answeredCall(scene: Scene, lines: number): Played {
  const { random, openphone, id, createdAt } = scene;
  const durationSeconds = whole(random, 30, 600);
  const call: CallOptions = { ...callOf(scene), durationSeconds };
  openphone.addCall(call);
  const recordings = Array.from({ length: whole(random, 1, 2) }, (_, part) => {
    // Two segments of a call may name the same start.
    const startTime =
      random() < 0.3 ? createdAt : new Date(Date.parse(createdAt) + part * 9_000).toISOString();
    const bytes = noise(random, whole(random, 10_000, 250_000));
    return { bytes, startTime, ...openphone.addRecording(id, { id: `CR${id}-${part}`, startTime, bytes }) };
  });
  const told = recordings.map(({ bytes: _, ...recording }) => ({ ...recording, durationSeconds: 20 }));
  const summary = [words(random, 8), words(random, 5)];
  const nextSteps = [words(random, 4)];
  const transcript = Array.from({ length: lines }, () => words(random, lines > 100 ? 24 : 6));
  const dialogue = transcript.map((content, index) => ({
    content,
    start: index,
    end: index + 0.5,
    ...(index % 2 === 0
      ? { identifier: null, userId: fakeWorkspace.userId }
      : { identifier: scene.counterpart, userId: null }),
  }));
  return {
    events: [
      callCompleted({ ...call, system: anySystem(random) }),
      callRecordingCompleted({ ...call, recordings: told, system: anySystem(random) }),
      callSummaryCompleted({ ...call, summary, nextSteps, system: anySystem(random) }),
      callTranscriptCompleted({ ...call, dialogue, system: anySystem(random) }),
    ],
    row: {
      ...rowOf("calls", scene),
      values: {
        ...partiesOf(scene),
        Status: "Answered",
        User: "Dana Lee",
        Duration: durationSeconds,
        Summary: summary.map((line) => `• ${line}`).join("\n"),
        "Next Steps": nextSteps.map((line) => `• ${line}`).join("\n"),
      },
      recordings: recordings.map(({ bytes }) => bytes),
      transcript,
    },
  };
}

function missedCall(outer: Scene): Played {
  const scene = { ...outer, direction: "incoming" } as const;
  const call: CallOptions = { ...callOf(scene), answered: false };
  scene.openphone.addCall(call);
  const completed = callCompleted({ ...call, system: anySystem(scene.random) });
  return {
    events: scene.random() < 0.5 ? [completed] : [completed, callMissed(call)],
    row: { ...rowOf("calls", scene), values: { ...partiesOf(scene), Status: "Missed" } },
  };
}

function voicemail(outer: Scene): Played {
  const scene = { ...outer, direction: "incoming" } as const;
  const { random, openphone, id } = scene;
  const call: CallOptions = { ...callOf(scene), hasVoicemail: true };
  openphone.addCall(call);
  const bytes = noise(random, whole(random, 10_000, 120_000));
  const transcript = words(random, 12);
  const { url } = openphone.addVoicemail(id, { bytes, transcript });
  return {
    events: [
      callCompleted({ ...call, system: anySystem(random) }),
      callVoicemailCompleted({ ...call, recordingUrl: url, transcript }),
    ],
    row: {
      ...rowOf("calls", scene),
      values: { ...partiesOf(scene), Status: "Voicemail", "Voicemail Transcript": transcript },
      voicemail: bytes,
    },
  };
}

const callOf = ({ id, createdAt, direction, counterpart }: Scene): CallOptions => ({
  ...{ id, createdAt, direction },
  ...(direction === "incoming" ? { from: counterpart } : { to: counterpart }),
});

const partiesOf = ({ direction, counterpart }: Scene) =>
  direction === "incoming"
    ? { Direction: "Incoming", From: counterpart, To: fakeWorkspace.ownNumber }
    : { Direction: "Outgoing", From: fakeWorkspace.ownNumber, To: counterpart };

const rowOf = (
  database: ExpectedRow["database"],
  { id, createdAt, counterpart }: Pick<Scene, "id" | "createdAt" | "counterpart">,
) => ({ database, id, startedAt: createdAt, counterpart, recordings: [], transcript: [] });

const VOCABULARY = ["order", "Tuesday", "漢字", "😀", "שלום", "naïve", '"quoted"', "50%", "<b>", "e\u0301"];

const words = (random: Random, count: number): string =>
  [PRIVATE_WORD, ...Array.from({ length: count }, () => pick(random, VOCABULARY))].join(" ");

const noise = (random: Random, size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at++) bytes[at] = random() * 256;
  return bytes;
};
