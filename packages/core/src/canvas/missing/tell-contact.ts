import * as z from "zod";
import type { Logger } from "../../ports/logger.js";
import { toSyncError } from "../../sync-error.js";
import type { CountryCode } from "../country.js";
import type { ContactCreator } from "./contact-creator.js";
import { type ContactNames, readNamedContact } from "./contact-names.js";

const event = z.lazy(() =>
  z.object({
    data: z.object({ resource: z.unknown().optional(), object: z.unknown().optional() }),
  }),
);

/**
 * Takes in `contact.updated` and `contact.deleted` of OpenPhone: names for contacts that are still to be made, and for
 * those that were made when no name was known. Never rejects.
 */
export async function tellContact(
  { type, body }: { type: string; body: string },
  {
    names,
    creator,
    country,
    logger,
  }: { names: ContactNames; creator: ContactCreator; country: CountryCode; logger: Logger },
): Promise<void> {
  try {
    const { data } = event.parse(JSON.parse(body));
    const contact = readNamedContact(data.resource ?? data.object, country);
    if (!contact) return;
    const { identifiers } = contact;
    const name = type === "contact.deleted" ? "" : contact.name;
    await names.learn({ name, identifiers });
    if (name !== "") for (const identifier of identifiers) await creator.rename(identifier, name);
  } catch (error) {
    logger.warn("contact.not_told", { code: toSyncError(error).code });
  }
}
