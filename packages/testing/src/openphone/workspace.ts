import { type Clock, systemClock } from "@openphone-notion/core";
import { type Random, seededRandom } from "../payloads/seeded-random.js";
import type { FakeCall } from "./fake-call.js";
import type { FakeContact } from "./fake-contact.js";
import type { FakeConversation } from "./fake-conversation.js";
import {
  defaultPhoneNumbers,
  defaultUsers,
  type FakePhoneNumber,
  type FakePhoneNumberOptions,
  type FakeUser,
  type FakeUserOptions,
  makePhoneNumber,
  makeUser,
} from "./fake-directory.js";
import type { FakeMessage } from "./fake-message.js";
import type { FakeWebhook } from "./fake-webhook.js";
import type { FakeMediaHost } from "./media-host.js";

export interface WorkspaceOptions {
  clock?: Clock;
  /** For webhook keys and trace numbers; seeded unless given. */
  random?: Random;
  phoneNumbers?: readonly FakePhoneNumberOptions[];
  users?: readonly FakeUserOptions[];
  /** `false`: the plan has none, and whatever asks for one is refused with 403. Default `true`. */
  summaries?: boolean;
}

/** All that the fake knows: one state, which both surfaces read. */
export interface Workspace {
  readonly clock: Clock;
  readonly random: Random;
  readonly media: FakeMediaHost;
  readonly users: FakeUser[];
  readonly phoneNumbers: FakePhoneNumber[];
  readonly calls: Map<string, FakeCall>;
  readonly messages: Map<string, FakeMessage>;
  readonly conversations: Map<string, FakeConversation>;
  readonly contacts: Map<string, FakeContact>;
  readonly legacyWebhooks: Map<string, FakeWebhook>;
  readonly webhooks: Map<string, FakeWebhook>;
  readonly summaries: boolean;
}

export function createWorkspace(options: WorkspaceOptions, media: FakeMediaHost): Workspace {
  const users = (options.users ?? defaultUsers).map(makeUser);
  return {
    clock: options.clock ?? systemClock,
    random: options.random ?? seededRandom(1),
    media,
    users,
    phoneNumbers: (options.phoneNumbers ?? defaultPhoneNumbers).map((each) => makePhoneNumber(each, users)),
    calls: new Map(),
    messages: new Map(),
    conversations: new Map(),
    contacts: new Map(),
    legacyWebhooks: new Map(),
    webhooks: new Map(),
    summaries: options.summaries ?? true,
  };
}

/** Newest first, as every list answers that has no `sort`. */
export const newestFirst = <T extends { createdAt: string }>(rows: Iterable<T>): T[] =>
  [...rows]
    .map((row) => ({ row, at: Date.parse(row.createdAt) }))
    .sort((a, b) => b.at - a.at)
    .map(({ row }) => row);
