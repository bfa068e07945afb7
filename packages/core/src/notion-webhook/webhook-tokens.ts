import type { StateStore } from "../ports/state-store.js";

/** The tokens that Notion's deliveries are signed with, as the state keeps them. */
export interface WebhookTokens {
  /** In use. */
  token?: string;
  /** Given to us later, by whoever it was; in use only once a person has said so. */
  offered?: string;
}

const NAME = "notion.webhook";
/** The first to come is in use, and needs a name of its own for that: only one can be first. */
const FIRST = "notion.webhook.first";

type Store = Pick<StateStore, "getCursor" | "putCursor">;

/** The tokens that handshakes have brought: the one in use, and what was offered since. */
export async function readWebhookTokens(store: Store): Promise<WebhookTokens> {
  const [chosen, first] = await Promise.all([store.getCursor(NAME), store.getCursor(FIRST)]);
  const known: WebhookTokens = chosen === undefined ? {} : JSON.parse(chosen);
  return { ...(first === undefined || first === "" ? {} : { token: first }), ...known };
}

/**
 * Takes a token that a handshake gave: the first is in use at once, each later one waits for `acceptOffered`, so that
 * no stranger can put another in its place. Answers what became of it.
 */
export async function offerToken(store: Store, token: string): Promise<"first" | "known" | "offered"> {
  const before = await readWebhookTokens(store);
  if (before.token === token) return "known";
  if (before.token === undefined) {
    const first = await store.putCursor(FIRST, token, { ifAbsent: true });
    if (first === token) return "first";
  }
  const { token: inUse } = await readWebhookTokens(store);
  await store.putCursor(NAME, JSON.stringify({ ...(inUse ? { token: inUse } : {}), offered: token }));
  return "offered";
}

/** Puts the offered token in use. Answers `false` where none was offered. */
export async function acceptOffered(store: Store): Promise<boolean> {
  const { offered } = await readWebhookTokens(store);
  if (offered === undefined) return false;
  await store.putCursor(NAME, JSON.stringify({ token: offered }));
  return true;
}
