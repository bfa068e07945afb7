import type { FakeOpenPhone } from "../openphone/fake-openphone.js";
import { contactUpdated } from "./contact-events.js";
import { fakeWorkspace } from "./fake-workspace.js";
import { answeredCall, groupCall, pausedCall } from "./morning-answered-calls.js";
import { backwardsCall, oldestSystemCall, orphanedSummary } from "./morning-legacy-calls.js";
import { type ExpectedMail, mailsOf, type SceneMail } from "./morning-mails.js";
import { deliveredMessage, failedMessage, receivedMessages, undeliveredMessage } from "./morning-messages.js";
import {
  avery,
  type CanvasContact,
  canvasContacts,
  mainLine,
  morningUsers,
  support,
} from "./morning-people.js";
import type { ExpectedRow, Scene, SceneDelivery, Stage } from "./morning-scene.js";
import {
  agentCall,
  forwardedCall,
  missedCall,
  missedCallWithoutParticipants,
  oldestSystemVoicemail,
  voicemail,
} from "./morning-unanswered-calls.js";
import { randomInteger, seededRandom } from "./seeded-random.js";
import { taskAssigned, unknownEvent } from "./uninteresting-events.js";

/** One webhook body on its way. */
export interface Delivery extends Omit<SceneDelivery, "minute"> {
  /** Milliseconds from the start. */
  atMs: number;
}

/** One mail on its way. */
export interface MailDelivery extends Omit<SceneMail, "minute"> {
  /** Milliseconds from the start. */
  atMs: number;
}

/** A moment at which something may fail without a row being lost or doubled. */
export interface FaultHint {
  atMs: number;
  service: "notion" | "openphone";
  fault: "429" | "500" | "reset" | "timeout";
}

/** Which morning, and where its files lie. */
export interface BusinessMorningOptions {
  /** The same seed makes the same morning. */
  seed: number;
  /** Where the media lie: the fake OpenPhone's `media.baseUrl`. Its links must not expire. */
  mediaBaseUrl?: string;
  /** Milliseconds since the epoch at which the morning begins; a fixed day unless given. */
  startAt?: number;
}

/** Some hours of a small business: what is delivered, and what Notion must show in the end. */
export interface BusinessMorning {
  /** In the order of arrival. */
  deliveries: Delivery[];
  /** Mails come by another way than webhooks; who wants none of them leaves these two alone. In the order of arrival. */
  mails: MailDelivery[];
  /** For every call and message exactly one row. */
  expected: ExpectedRow[];
  /** For every mail exactly one row. */
  expectedMails: ExpectedMail[];
  /** Rows for the contact database. */
  contacts: readonly CanvasContact[];
  /** Puts users, numbers, calls, messages and their files into the fake. */
  prepare(openphone: FakeOpenPhone): void;
  faultsHint: FaultHint[];
}

/** One minute of business is 36 ms of real time: nearly three hours pass in 6 s. */
const MS_PER_MINUTE = 36;
const JITTER_MS = 30;

/**
 * About 40 webhooks of a small office's morning: calls of every outcome, texts and pictures, from three webhook
 * systems, doubled, late and in the wrong order; and its mails.
 */
export function businessMorning(options: BusinessMorningOptions): BusinessMorning {
  const random = seededRandom(options.seed);
  const startAt = options.startAt ?? Date.UTC(2026, 9, 7, 15);
  const stage: Stage = {
    random,
    mediaBaseUrl: (options.mediaBaseUrl ?? fakeWorkspace.mediaBaseUrl).replace(/\/$/, ""),
    at: (minute) => new Date(startAt + minute * 60_000).toISOString(),
    id: (prefix, name) => `${prefix}m${options.seed}${name}`,
  };
  const scenes = allScenes(stage);
  const deliveries = scenes
    .flatMap((scene) => scene.deliveries)
    .map(({ minute, ...delivery }) => ({
      atMs: minute * MS_PER_MINUTE + randomInteger(random, 0, JITTER_MS),
      ...delivery,
    }))
    .sort((a, b) => a.atMs - b.atMs);
  const { mails, expected: expectedMails } = mailsOf(stage);
  return {
    deliveries,
    mails: mails.map(({ minute, ...mail }) => ({ atMs: minute * MS_PER_MINUTE, ...mail })),
    expectedMails,
    expected: scenes.flatMap(({ expected }) => expected ?? []),
    contacts: canvasContacts,
    prepare(openphone) {
      for (const user of morningUsers) openphone.addUser(user);
      for (const phoneNumber of [mainLine, support]) openphone.addPhoneNumber(phoneNumber);
      for (const scene of scenes) scene.prepare(openphone);
    },
    faultsHint: (
      [
        { service: "notion", fault: "429" },
        { service: "openphone", fault: "500" },
        { service: "notion", fault: "timeout" },
        { service: "notion", fault: "reset" },
      ] as const
    ).map((hint, at) => ({ atMs: 900 + at * 1200 + randomInteger(random, 0, 300), ...hint })),
  };
}

const allScenes = (stage: Stage): Scene[] => [
  answeredCall(stage),
  missedCall(stage),
  voicemail(stage),
  backwardsCall(stage),
  forwardedCall(stage),
  pausedCall(stage),
  groupCall(stage),
  missedCallWithoutParticipants(stage),
  agentCall(stage),
  oldestSystemVoicemail(stage),
  oldestSystemCall(stage),
  orphanedSummary(stage),
  ...receivedMessages(stage),
  deliveredMessage(stage),
  undeliveredMessage(stage),
  failedMessage(stage),
  beside(stage),
];

/** What is no activity: a contact, a task, and a type that nobody has documented. */
function beside(stage: Stage): Scene {
  const eventCreatedAt = stage.at(57);
  const contact = contactUpdated({ phoneNumbers: [avery.number], updatedAt: eventCreatedAt });
  return {
    prepare: () => {},
    deliveries: [
      { minute: 57, system: "new", event: contact, note: "A contact changes" },
      { minute: 58, system: "new", event: taskAssigned({ eventCreatedAt }), note: "A task is assigned" },
      { minute: 125, system: "new", event: unknownEvent({ eventCreatedAt }), note: "An unknown event type" },
    ],
  };
}
