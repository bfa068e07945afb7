import { normaliseEmail } from "../canvas/email.js";
import type { MailInput } from "./mail-input.js";

/** Of how many people contacts are looked up: a Notion relation takes 100 pages at once. */
const MOST_EXTERNAL = 100;

export interface MailParties {
  direction?: "incoming" | "outgoing";
  /** Addresses of the other side, lower-cased; the first 100. */
  external: string[];
}

/**
 * Tells own addresses from the others. `own` are addresses, or domains as `@example.com`. Nothing said of own
 * addresses, nothing is known of the direction.
 */
export function mailParties(mail: MailInput, own: readonly string[]): MailParties {
  const entries = new Set(own.map((entry) => entry.trim().toLowerCase()));
  const delivered = new Set(mail.deliveredTo?.map((address) => address.trim().toLowerCase()));
  const isOurs = (address: string): boolean =>
    entries.has(address) || entries.has(address.slice(address.lastIndexOf("@")));

  const sender = mail.from && normaliseEmail(mail.from.address);
  const direction = mail.direction ?? directionOf(sender, isOurs, entries.size + delivered.size > 0);
  const { from, replyTo = [], to = [], cc = [], bcc = [] } = mail;
  const everyone = [...(from ? [from] : []), ...replyTo, ...to, ...cc, ...bcc];
  const external = new Set<string>();
  for (const { address } of everyone) {
    const normal = normaliseEmail(address);
    if (normal === undefined || isOurs(normal) || delivered.has(normal)) continue;
    external.add(normal);
    if (external.size === MOST_EXTERNAL) break;
  }
  return { ...(direction ? { direction } : {}), external: [...external] };
}

function directionOf(
  sender: string | undefined,
  isOurs: (address: string) => boolean,
  knowsOwn: boolean,
): MailParties["direction"] {
  if (!knowsOwn || sender === undefined) return undefined;
  return isOurs(sender) ? "outgoing" : "incoming";
}
