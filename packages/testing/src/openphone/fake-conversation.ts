import { conversationIdOf, fakeWorkspace } from "../payloads/fake-workspace.js";

export interface FakeConversationOptions {
  /** `CN…`; by number and participants unless given, as everywhere in this kit. */
  id?: string;
  phoneNumberId?: string;
  /** Without the own number. */
  participants?: readonly string[];
  name?: string | null;
  assignedTo?: string | null;
  lastActivityAt?: string | null;
  lastActivityId?: string | null;
  createdAt?: string;
  updatedAt?: string;
}

export interface FakeConversation {
  id: string;
  phoneNumberId: string;
  participants: readonly string[];
  name: string | null;
  assignedTo: string | null;
  lastActivityAt: string | null;
  lastActivityId: string | null;
  mutedUntil: null;
  snoozedUntil: null;
  createdAt: string;
  updatedAt: string;
  deletedAt: null;
}

export function makeConversation(options: FakeConversationOptions): FakeConversation {
  const phoneNumberId = options.phoneNumberId ?? fakeWorkspace.phoneNumberId;
  const participants = options.participants ?? [fakeWorkspace.customerNumber];
  const createdAt = options.createdAt ?? "2026-10-07T15:00:00.000Z";
  return {
    id: options.id ?? conversationIdOf(phoneNumberId, participants),
    phoneNumberId,
    participants,
    name: options.name ?? null,
    assignedTo: options.assignedTo ?? null,
    lastActivityAt: options.lastActivityAt ?? null,
    lastActivityId: options.lastActivityId ?? null,
    mutedUntil: null,
    snoozedUntil: null,
    createdAt,
    updatedAt: options.updatedAt ?? createdAt,
    deletedAt: null,
  };
}

/** The dated surface does not say who a conversation is assigned to. */
export function conversationOnDated({ assignedTo: _assignedTo, ...conversation }: FakeConversation) {
  return conversation;
}
