import type { ActivityKey, ActivityKind } from "@openphone-notion/core";
import { usageError } from "./failure.js";

const KINDS: readonly ActivityKind[] = ["call", "message", "mail"];

/** The keys that a person may mean: a key itself (`call:AC…`), or an id, which may be a call's or a message's. */
export function keysMeant(text: string): ActivityKey[] {
  if (/^(?:call|message|mail):\S+$/.test(text)) return [text as ActivityKey];
  if (/^[^\s:]+$/.test(text)) return KINDS.map((kind) => `${kind}:${text}` as const);
  throw usageError(
    "An activity is named by its key (call:AC…, message:AC…, mail:…) or by its OpenPhone id (AC…).",
  );
}
