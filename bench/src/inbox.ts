import { DatabaseSync } from "node:sqlite";
import { inboxId, parseEvent } from "@openphone-notion/core";

/** Looks into the inbox of another process: sees what is committed there, and nothing else. */
export function openInbox(database: string): { has(id: string): boolean; close(): void } {
  const connection = new DatabaseSync(database, { readOnly: true });
  const find = connection.prepare("select 1 from webhook_events where connection = 'default' and id = ?");
  return {
    has: (id) => find.get(id) !== undefined,
    close: () => connection.close(),
  };
}

/** The id under which the inbox keeps a delivery. */
export const inboxIdOf = (body: string): Promise<string> =>
  inboxId(parseEvent(body, { receivedAt: Date.now() }), new TextEncoder().encode(body));
