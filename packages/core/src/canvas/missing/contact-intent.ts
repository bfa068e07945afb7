import type { StateStore } from "../../ports/state-store.js";

/** What has become of making a contact for one number or address. */
export type ContactIntent = {
  /** Where it is made; one in another database says nothing. */
  dataSourceId: string;
} & (
  | {
      /** Sent, and perhaps done. */
      state: "sent";
      /** Milliseconds since the epoch: when it was sent, or answered. */
      at: number;
      /** The request is over: nothing of it is to come. */
      answered?: boolean;
      /** Looks that have not found it. */
      lookups?: number;
    }
  | { state: "made"; pageId: string; title: string; isNamed: boolean }
);

type Store = Pick<StateStore, "getCursor" | "putCursor">;

const nameOf = (identifier: string): string => `contact:${identifier}`;

export async function readIntent(store: Store, identifier: string): Promise<ContactIntent | undefined> {
  const text = await store.getCursor(nameOf(identifier));
  return text ? (JSON.parse(text) as ContactIntent) : undefined;
}

/** `undefined`: nothing was made, and nothing is under way. */
export async function writeIntent(
  store: Store,
  identifier: string,
  intent: ContactIntent | undefined,
): Promise<void> {
  await store.putCursor(nameOf(identifier), intent === undefined ? "" : JSON.stringify(intent));
}
