import * as z from "zod";
import { listOf, said } from "../../events/open-schema.js";
import type { OpenPhoneClient } from "../../openphone/client.js";
import type { Clock } from "../../ports/clock.js";
import type { Logger } from "../../ports/logger.js";
import type { StateStore } from "../../ports/state-store.js";
import { toSyncError } from "../../sync-error.js";
import type { CountryCode } from "../country.js";
import { normaliseEmail } from "../email.js";
import { normalisePhone } from "../phone.js";

/** What one of OpenPhone's contacts is called, and what it is known by. */
export interface NamedContact {
  /** Empty where it has no name any more. */
  name: string;
  /** E.164 numbers and lower-cased addresses. */
  identifiers: string[];
}

/** Names of OpenPhone's contacts. */
export interface ContactNames {
  /** Of a number or address; `undefined` where there is none, or OpenPhone cannot be asked. */
  nameOf(identifier: string): Promise<string | undefined>;
  /** Remembers what an event tells. */
  learn(contact: NamedContact): Promise<void>;
}

/** All contacts are read again after this time, and only when somebody asks for a name. */
const READ_EVERY_MS = 6 * 3_600_000;
/** Reading is given up after so many contacts: 200 requests of OpenPhone's 10 a second. */
const MOST_CONTACTS = 10_000;

const contact = z.lazy(() => {
  const line = said(z.string().trim().min(1).max(200));
  const values = said(listOf(z.object({ value: said(z.string()) })));
  const fields = {
    ...{ firstName: line, lastName: line, company: line },
    ...{ emails: values, phoneNumbers: values },
  };
  return z.object({ ...fields, defaultFields: said(z.object(fields)) });
});

/**
 * Reads a contact as an event or v1's list carries it. The dated list has no numbers. `country`: whose numbers those are
 * that somebody has typed without a country code.
 */
export function readNamedContact(object: unknown, country: CountryCode): NamedContact | undefined {
  const { data } = contact.safeParse(object);
  const told = data?.defaultFields ?? data;
  if (told === undefined) return undefined;
  const person = [told.firstName, told.lastName].filter((part) => part !== undefined).join(" ");
  const identifiers = [
    ...(told.phoneNumbers ?? []).flatMap(({ value }) => normalisePhone(value ?? "", country) ?? []),
    ...(told.emails ?? []).flatMap(({ value }) => normaliseEmail(value ?? "") ?? []),
  ];
  return { name: person || (told.company ?? ""), identifiers };
}

/** No API finds a contact by its number: all of them are read, and what events tell wins. */
export function createContactNames({
  client,
  store,
  clock,
  logger,
  country,
}: {
  client: Pick<OpenPhoneClient, "contactPages">;
  store: Pick<StateStore, "getCursor" | "putCursor">;
  clock: Clock;
  logger: Logger;
  country: CountryCode;
}): ContactNames {
  const cursor = (identifier: string): string => `contact-name:${identifier}`;
  let names: ReadonlyMap<string, string> = new Map();
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function readAll(): Promise<void> {
    readAt = clock.now();
    const found = new Map<string, string>();
    let read = 0;
    try {
      for await (const page of client.contactPages({ surface: "v1" })) {
        for (const { name, identifiers } of page.rows.flatMap((row) => readNamedContact(row, country) ?? []))
          if (name !== "") for (const identifier of identifiers) found.set(identifier, name);
        read += page.rows.length;
        if (read >= MOST_CONTACTS) break;
      }
      names = found;
    } catch (error) {
      // A contact without a name is better than an activity without a contact.
      logger.warn("contact.names_failed", { code: toSyncError(error).code });
    }
  }

  return {
    async nameOf(identifier) {
      const told = await store.getCursor(cursor(identifier));
      if (told) return told;
      if (clock.now() - readAt > READ_EVERY_MS) {
        reading ??= readAll().finally(() => {
          reading = undefined;
        });
      }
      await reading;
      return told === "" ? undefined : names.get(identifier);
    },
    async learn({ name, identifiers }) {
      for (const identifier of identifiers) await store.putCursor(cursor(identifier), name);
    },
  };
}
