import type { ActivityKey } from "../key.js";
import type { StateStore } from "../ports/state-store.js";

const MAILS_A_PAGE = 200;

/**
 * The mails whose rows were written since `since`, or thrown away. Only we know of them: nobody can be asked whether there are more, so
 * their rows are compared, and none is ever called missed.
 */
export async function* knownMails(
  store: Pick<StateStore, "activities">,
  since: number,
): AsyncIterable<ActivityKey> {
  let cursor: string | undefined;
  do {
    const page = await store.activities({
      ...{ kind: "mail", statuses: ["synced", "trashed"], updatedSince: since, limit: MAILS_A_PAGE },
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { key } of page.activities) yield key;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
