import { verifyWebhookSignature } from "@notionhq/client";
import {
  type Alert,
  createNotionWebhook,
  type NotionWebhookOptions,
  SyncError,
  silentLogger,
} from "@openphone-notion/core";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { createManualClock } from "../clock/manual-clock.js";
import { notionPageEvent, notionWebhookRequest } from "../payloads/notion-page-event.js";
import { createMemoryStateStore } from "../state/memory-state-store.js";

const TOKEN = "secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl";
const OTHER = "secret_of-a-stranger-0123456789";
const CONTACTS = "248104cd-477e-80af-bc30-000bd28de8f9";

let alerts: Alert[];
let read: string[][];
let clock: ReturnType<typeof createManualClock>;
let store: ReturnType<typeof createMemoryStateStore>;
beforeEach(() => {
  alerts = [];
  read = [];
  clock = createManualClock();
  store = createMemoryStateStore();
});

function webhook(options: Partial<NotionWebhookOptions> = {}) {
  const { receive, ...rest } = createNotionWebhook({
    ...{ store, clock, logger: silentLogger },
    canvas: {
      pagesChanged: async (pageIds) => void read.push([...pageIds]),
      refresh: async () => {},
    },
    contacts: async () => CONTACTS.replaceAll("-", ""),
    alerts: { raise: (alert) => void alerts.push(alert) },
    ...options,
  });
  return {
    ...rest,
    async deliver(body: object, token?: string) {
      const request = await notionWebhookRequest(body, token);
      return receive({ headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) });
    },
  };
}
const handshake = (token: string) => ({ verification_token: token });

test("the builder signs as Notion's own client verifies", async () => {
  const request = await notionWebhookRequest(notionPageEvent(), TOKEN);
  const signature = request.headers.get("x-notion-signature");
  expect(
    await verifyWebhookSignature({ body: await request.text(), signature, verificationToken: TOKEN }),
  ).toBe(true);
});

describe("the verification token", () => {
  test("is taken once, from the first handshake, and signs what follows, also after a restart", async () => {
    const first = webhook();
    expect(await first.deliver(handshake(TOKEN))).toEqual({ status: "handshake" });
    expect(await first.tokens()).toEqual({ token: TOKEN, given: false });
    await first.deliver(handshake(TOKEN));
    expect(alerts).toEqual([]);
    const again = webhook();
    const event = notionPageEvent({ pageId: "page-1", dataSourceId: CONTACTS });
    expect(await again.deliver(event, TOKEN)).toEqual({ status: "read" });
    expect(read).toEqual([["page-1"]]);
  });

  test("of another handshake is used only when it is accepted, and told of", async () => {
    const { deliver, tokens, acceptOffered } = webhook();
    await deliver(handshake(TOKEN));
    await deliver(handshake(OTHER));
    expect(await tokens()).toEqual({ token: TOKEN, offered: OTHER, given: false });
    expect(alerts).toEqual([expect.objectContaining({ message: expect.stringContaining("--accept") })]);
    expect(JSON.stringify(alerts)).not.toContain(OTHER);
    await expect(deliver(notionPageEvent(), OTHER)).rejects.toMatchObject({ code: "signature_invalid" });
    expect(await acceptOffered()).toBe(true);
    expect(await acceptOffered()).toBe(false);
    expect(await tokens()).toEqual({ token: OTHER, given: false });
    await expect(deliver(notionPageEvent(), TOKEN)).rejects.toMatchObject({ code: "signature_invalid" });
  });

  test("of two handshakes at once, one is in use and the other offered", async () => {
    const { deliver, tokens } = webhook();
    await Promise.all([deliver(handshake(TOKEN)), deliver(handshake(OTHER))]);
    const { token, offered } = await tokens();
    expect(new Set([token, offered])).toEqual(new Set([TOKEN, OTHER]));
  });

  test("that a setting gives is changed by no handshake", async () => {
    const { deliver, tokens, acceptOffered } = webhook({ token: TOKEN });
    await deliver(handshake(OTHER));
    expect(await acceptOffered()).toBe(false);
    expect(await tokens()).toEqual({ token: TOKEN, given: true });
    expect(alerts).toHaveLength(1);
    expect((await deliver(notionPageEvent(), TOKEN)).status).toBe("read");
  });

  test("before any, nothing is let in", async () => {
    const { deliver } = webhook();
    await expect(deliver(notionPageEvent())).rejects.toMatchObject({ code: "signature_missing" });
    await expect(deliver(notionPageEvent(), OTHER)).rejects.toMatchObject({ code: "signature_invalid" });
  });
});

describe("an event", () => {
  test.each(["page.created", "page.properties_updated", "page.deleted", "page.undeleted", "page.moved"])(
    "%s of a contact has it read again",
    async (type) => {
      const { deliver } = webhook({ token: TOKEN });
      expect(await deliver(notionPageEvent({ type, pageId: "p", dataSourceId: CONTACTS }), TOKEN)).toEqual({
        status: "read",
      });
      expect(read).toEqual([["p"]]);
    },
  );

  test("of a page elsewhere, or of another type, is acknowledged and nothing asked", async () => {
    const { deliver } = webhook({ token: TOKEN });
    for (const event of [
      notionPageEvent({ type: "page.created", dataSourceId: "5e1104cd-477e-80af-bc30-000bd28de8f9" }),
      notionPageEvent({ type: "page.content_updated", dataSourceId: CONTACTS }),
      notionPageEvent({ type: "page.hummed", dataSourceId: CONTACTS }),
      { type: "comment.created", entity: { type: "comment" } },
      { type: "page.created" },
      { type: "page.created", verification_token: OTHER },
    ])
      expect(await deliver(event, TOKEN)).toEqual({ status: "ignored" });
    expect(read).toEqual([]);
    expect(alerts).toEqual([]);
  });

  test("of a contact that has moved away is read too", async () => {
    const { deliver } = webhook({ token: TOKEN });
    await deliver(notionPageEvent({ type: "page.moved", pageId: "p", dataSourceId: "elsewhere" }), TOKEN);
    expect(read).toEqual([["p"]]);
  });

  test("that comes again is not read again; one that failed is", async () => {
    let fails = true;
    const { deliver } = webhook({
      token: TOKEN,
      canvas: {
        async pagesChanged(pageIds) {
          if (fails) throw new SyncError("notion_unavailable", "Notion is down.", { retry: "after" });
          read.push([...pageIds]);
        },
        refresh: async () => {},
      },
    });
    const event = notionPageEvent({ pageId: "p", dataSourceId: CONTACTS });
    await expect(deliver(event, TOKEN)).rejects.toMatchObject({ code: "notion_unavailable" });
    fails = false;
    for (let time = 0; time < 3; time++) expect((await deliver(event, TOKEN)).status).toBe("read");
    expect(read).toEqual([["p"]]);
  });

  test("does not wait for long: the reading goes on after the answer", async () => {
    let finish = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { deliver } = webhook({
      token: TOKEN,
      canvas: { pagesChanged: () => slow, refresh: async () => {} },
    });
    const answer = deliver(notionPageEvent(), TOKEN);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await clock.advance(5_000);
    expect(await answer).toEqual({ status: "reading" });
    finish();
  });
});

test("whatever the body and signature are, the answer is a refusal or an acknowledgement", async () => {
  const { deliver } = webhook({ token: TOKEN });
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.boolean(), async (body, signed) => {
      const outcome = await deliver(body as object, signed ? TOKEN : undefined).catch((error) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ retry: "never" });
      else expect(["ignored", "handshake"]).toContain(outcome.status);
    }),
  );
});
