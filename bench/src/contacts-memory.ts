import { startChild } from "./child.ts";
import type { ContactsMemory } from "./contacts-memory-process.ts";
import { figure, heading, row } from "./print.ts";

const CONTACTS = 100_000;

/** What the index of a great many contacts takes, from the first request to the last row in the database. */
export async function contactsMemory(): Promise<void> {
  heading(`contacts-memory: ${figure(CONTACTS)} contacts read into the index on SQLite (goal: below 150 MB)`);
  const child = await startChild<ContactsMemory>("contacts-memory-process.ts", { contacts: CONTACTS });
  const { queries, seconds, firstRss, mostRss, mostHeap, indexed } = child.ready;
  await child.stop();
  row("contacts in the index", `${figure(indexed)}   requests ${figure(queries)}   ${figure(seconds, 1)} s`);
  row("RSS grew at the most by", `${figure((mostRss - firstRss) / 1e6)} MB, to ${figure(mostRss / 1e6)} MB`);
  row("heap at the most", `${figure(mostHeap / 1e6)} MB`);
}
