import type { NotionGateway } from "../notion/gateway.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import type { Priority } from "../priority.js";
import type { ContactSource } from "./contact-source.js";

/** What the parts of the contact index work with. */
export interface IndexParts {
  notion: Pick<NotionGateway, "query" | "retrievePage">;
  store: StateStore;
  clock: Clock;
  logger: Logger;
  /** The contact database, no older than that. */
  source(priority: Priority, maxAgeMs?: number): Promise<ContactSource>;
  /** How long Notion's queries may not show a write. */
  queryLagMs: number;
  /** Called with the identifiers whose contacts have changed. */
  changed(identifiers: readonly string[]): void;
}

/** Takes in pages that a query answered; `askedAt` is when it was asked. Answers the identifiers whose contacts it changed. */
export async function putQueried(
  { store, queryLagMs, changed }: IndexParts,
  contacts: Parameters<StateStore["putContacts"]>[0],
  askedAt: number,
): Promise<string[]> {
  if (contacts.length === 0) return [];
  const identifiers = await store.putContacts(contacts, askedAt - queryLagMs);
  changed(identifiers);
  return identifiers;
}
