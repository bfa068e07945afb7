import { verifyWebhookSignature } from "@notionhq/client";
import { createRecent } from "../canvas/recent.js";
import type { Alerts } from "../ports/alerts.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { StateStore } from "../ports/state-store.js";
import { SyncError } from "../sync-error.js";
import { type ContactReader, createChangedPages } from "./changed-pages.js";
import { type NotionDelivery, readNotionDelivery } from "./notion-delivery.js";
import { acceptOffered, offerToken, readWebhookTokens, type WebhookTokens } from "./webhook-tokens.js";

/** Takes what Notion tells of contact pages by webhook. */
export interface NotionWebhook {
  /**
   * Takes one delivery. Resolves when what it tells of contacts has been read (`read`), or is being read (`reading`);
   * `ignored` is of no contact; `handshake` has given a token. Rejects with a `SyncError`: a wrong signature, or with
   * the reason why Notion could not be read, so that the delivery comes again.
   */
  receive(delivery: {
    headers: Headers;
    /** Raw bytes as received. */
    body: Uint8Array;
  }): Promise<{ status: "handshake" | "read" | "reading" | "ignored" }>;
  /** What signs the deliveries: secret. `given` is set by a setting. */
  tokens(): Promise<WebhookTokens & { given: boolean }>;
  /** Puts the token in use that was offered last. Answers `false` where none was, or where a setting gives the token. */
  acceptOffered(): Promise<boolean>;
}

export interface NotionWebhookOptions {
  store: Pick<StateStore, "getCursor" | "putCursor">;
  /** Given by a setting: no handshake can change it. */
  token?: string;
  canvas: ContactReader;
  /** The data source of the contacts. */
  contacts(): Promise<string>;
  /** Told of a reading that may go on after its delivery is answered, where a platform ends what nobody waits for. */
  keepAlive?(work: Promise<unknown>): void;
  clock: Clock;
  alerts: Alerts;
  logger: Logger;
}

/** How long a delivery waits for its page to be read; the reading goes on. */
const ANSWER_WITHIN_MS = 5_000;
const REMEMBERED_EVENTS = 1_000;

/**
 * Takes what Notion tells of contacts. Handshakes, signatures and repeats are seen to; the answer is for the route to
 * give.
 */
export function createNotionWebhook(options: NotionWebhookOptions): NotionWebhook {
  const { store, token: given, canvas, contacts, clock, alerts, logger } = options;
  const pageChanged = createChangedPages(canvas);
  const done = createRecent<true>(REMEMBERED_EVENTS);
  const tokens = async () =>
    given === undefined
      ? { ...(await readWebhookTokens(store)), given: false }
      : { token: given, given: true };

  async function shakeHands(offered: string): Promise<void> {
    const outcome = given === undefined ? await offerToken(store, offered) : "refused";
    logger.warn("notion_webhook.handshake", { outcome });
    if (outcome === "first" || outcome === "known") return;
    alerts.raise({
      code: "signature_invalid",
      message:
        outcome === "offered"
          ? "Somebody offers another verification token for Notion's webhooks. It is not used unless you accept it (openphone-notion notion-webhook --accept): do so only if you have just made a new subscription."
          : "Somebody offers a verification token for Notion's webhooks, but NOTION_WEBHOOK_TOKEN is set, and stays in use.",
    });
  }

  /** Rows that we write are told of as well, and say that they lie elsewhere. */
  const isContact = async ({ dataSourceId }: { dataSourceId?: string }): Promise<boolean> =>
    dataSourceId === undefined || sameId(dataSourceId, await contacts());

  async function readPage({ eventId, pageId }: Extract<NotionDelivery, { kind: "page" }>) {
    let cancel = () => {};
    const late = new Promise<"reading">((resolve) => {
      cancel = clock.after(ANSWER_WITHIN_MS, () => resolve("reading"));
    });
    const reading = pageChanged(pageId).then(() => {
      done.set(eventId, true);
      return "read" as const;
    });
    // Whoever has been answered already is not told of a failure: the next look at all changes repairs it.
    const told = reading.catch((error: unknown) =>
      logger.warn("notion_webhook.not_read", { code: error instanceof SyncError ? error.code : "internal" }),
    );
    options.keepAlive?.(told);
    try {
      return await Promise.race([reading, late]);
    } finally {
      cancel();
    }
  }

  return {
    tokens,
    acceptOffered: async () => given === undefined && acceptOffered(store),
    async receive({ headers, body }) {
      const delivery = readNotionDelivery(decode(body));
      if (delivery.kind === "handshake") {
        await shakeHands(delivery.token);
        return { status: "handshake" };
      }
      const signature = headers.get("x-notion-signature");
      if (signature === null) throw unsigned();
      const { token } = await tokens();
      const isNotions =
        token !== undefined && (await verifyWebhookSignature({ body, signature, verificationToken: token }));
      if (!isNotions) throw notSigned();
      if (delivery.kind !== "page") return { status: "ignored" };
      if (done.get(delivery.eventId)) return { status: "read" };
      if (!(await isContact(delivery))) return { status: "ignored" };
      return { status: await readPage(delivery) };
    },
  };
}

const sameId = (one: string, other: string): boolean =>
  one.replaceAll("-", "").toLowerCase() === other.replaceAll("-", "").toLowerCase();

function decode(body: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch (cause) {
    throw new SyncError("invalid_json", "The body is not UTF-8.", { retry: "never", cause });
  }
}

const unsigned = () =>
  new SyncError("signature_missing", "The request has no X-Notion-Signature header.", { retry: "never" });

const notSigned = () =>
  new SyncError(
    "signature_invalid",
    "The signature does not fit the verification token in use; openphone-notion notion-webhook shows which that is.",
    { retry: "never" },
  );
