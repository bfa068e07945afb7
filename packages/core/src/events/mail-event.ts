import * as z from "zod";
import { defined } from "../record/defined.js";
import type { MailFields, MailRecord } from "../record/record.js";
import type { Fields, Register } from "../record/register.js";
import { parseTime } from "../record/time.js";
import { SyncError } from "../sync-error.js";
import type { Envelope } from "./envelope.js";
import { direction, label, listOf, opaqueId, said, time } from "./open-schema.js";

/** What one mail says, as its event carries it. */
export type MailFacts = Omit<Partial<MailFields>, "receivedAt">;

/**
 * A mail as the body of a `mail.received` event. It says nothing of when or how the mail came, so that a mail that
 * comes again is the same event.
 */
export const mailBody = (id: string, facts: MailFacts): string =>
  JSON.stringify({
    id,
    object: "event",
    apiVersion: "mail",
    type: "mail.received",
    createdAt: facts.sentAt,
    data: { object: { id, ...facts } },
  });

const address = z.lazy(() =>
  z
    .object({ address: z.string(), name: said(z.string()) })
    .transform(({ address, name }) => defined({ address, name })),
);
const addresses = z.lazy(() => said(listOf(address)));

const mailObject = z.lazy(() =>
  z.object({
    id: opaqueId,
    direction: said(direction),
    from: said(address),
    to: addresses,
    cc: addresses,
    bcc: addresses,
    replyTo: addresses,
    subject: said(z.string()),
    text: said(z.string()),
    sentAt: said(time),
    inReplyTo: said(opaqueId),
    threadId: said(opaqueId),
    external: said(listOf(z.string())),
    attachments: said(
      listOf(
        z.object({ name: label, contentType: label, size: z.number(), sha256: z.string(), key: z.string() }),
      ),
    ),
  }),
);

/**
 * Reads a `mail.received` event as a patch; times in milliseconds since the epoch. Throws `unprocessable_event`
 * if it names no mail.
 */
export function readMailEvent(
  { data }: Envelope,
  { at, receivedAt }: { at: number; receivedAt: number },
): MailRecord {
  const { data: mail } = mailObject.safeParse(data.object);
  if (mail === undefined) {
    throw new SyncError("unprocessable_event", "The event is about a mail, but names none.", {
      retry: "never",
    });
  }
  const { id, ...said } = mail;
  const facts: Partial<MailFields> = { ...defined(said), receivedAt: new Date(receivedAt).toISOString() };
  // What came first ranks highest: whoever knows the id of a mail can send another one under it.
  const registers = Object.entries(facts).map(([name, value]): [string, Register<unknown>] => [
    name,
    { value, at, rank: -receivedAt },
  ]);
  return { kind: "mail", id, fields: Object.fromEntries(registers) as Fields<MailFields> };
}

/** A time as a mail's `Date` header or ISO 8601 says it, in ISO 8601; `undefined` for what Notion could not show. */
export function mailTime(text: string | undefined): string | undefined {
  if (text === undefined || text.length > 100) return undefined;
  const at = parseTime(text) ?? Date.parse(text);
  const isUsual = at >= 0 && at < Date.UTC(10_000, 0);
  return isUsual ? new Date(at).toISOString() : undefined;
}
