import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fakeOpenPhone } from "../openphone/fake-openphone.js";
import { businessMorning } from "./morning.js";
import { postBody } from "./webhook-event.js";

const morning = businessMorning({ seed: 7 });

const activityOf = ({ event: { data } }: (typeof morning.deliveries)[number]) =>
  String(data.object?.callId ?? data.object?.id ?? data.resource?.callId ?? data.resource?.id);

describe("a business morning", () => {
  test("is the same for the same seed, and another for another", () => {
    const text = (seed: number) => {
      const { deliveries, expected, faultsHint } = businessMorning({ seed });
      return JSON.stringify({ deliveries, expected, faultsHint });
    };

    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(text(a) === text(b)).toBe(a === b);
      }),
      { numRuns: 20 },
    );
  });

  test("is over in six seconds, and in order", () => {
    const times = morning.deliveries.map((delivery) => delivery.atMs);

    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThan(6000);
    expect(morning.deliveries.length).toBeGreaterThanOrEqual(40);
  });

  test("has all three webhook systems, and repeats some deliveries", () => {
    expect(new Set(morning.deliveries.map((delivery) => delivery.system))).toEqual(
      new Set(["new", "v4", "v3"]),
    );

    const ids = morning.deliveries.map((delivery) => delivery.event.id);
    expect(ids.length - new Set(ids).size).toBe(2);
  });

  test("sends artefacts before their calls", () => {
    const types = (id: string) =>
      morning.deliveries.filter((each) => activityOf(each) === id).map((each) => each.event.type);

    expect(types("ACm7backwards").at(-1)).toBe("call.completed");
    expect(types("ACm7paused")[0]).toBe("call.transcript.completed");
  });

  test("expects one row for every activity that its deliveries speak of", () => {
    const keys = morning.expected.map((row) => row.key.split(":")[1]);
    const spokenOf = new Set(
      morning.deliveries.filter(({ event }) => /^call|^message/.test(event.type)).map(activityOf),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect([...spokenOf].filter((id) => !keys.includes(id))).toEqual([]);
    expect(keys.filter((id) => !spokenOf.has(id ?? ""))).toEqual([]);
  });

  test("expects one row for every mail, of which one comes twice", () => {
    const ids = morning.mails.map(({ raw }) => /Message-ID: <(.+)>/.exec(new TextDecoder().decode(raw))?.[1]);
    expect(morning.expectedMails.map(({ key }) => key.replace("mail:", ""))).toEqual([...new Set(ids)]);
    expect(ids.length - new Set(ids).size).toBe(1);
  });

  test("has a text whose blind cut at 2,000 units would split an emoji", () => {
    const long = morning.deliveries.find(({ event }) => String(event.data.object?.text).length > 2000);
    const text = String(long?.event.data.object?.text);

    expect(text.slice(0, 2000)).toMatch(/[\ud800-\udbff]$/);
    expect(morning.expected.some((row) => row.textLength === text.length)).toBe(true);
  });

  test("keeps personal data out of its notes", () => {
    for (const { note } of [...morning.deliveries, ...morning.mails])
      expect(note).not.toMatch(/\d|@|Example/);
  });
});

describe("the API side of a morning", () => {
  const mediaBaseUrl = "http://127.0.0.1:8790/media";
  const prepared = () => {
    const local = businessMorning({ seed: 7, mediaBaseUrl });
    const openphone = fakeOpenPhone({ rateLimit: false, mediaBaseUrl });
    local.prepare(openphone);
    const get = (path: string) =>
      openphone.fetch(`https://api.quo.com${path}`, {
        headers: { authorization: "key", "quo-api-version": "2026-03-30" },
      });
    return { ...local, openphone, get };
  };

  test("knows every activity, under the number and user that the events name", async () => {
    const { expected, get } = prepared();
    for (const row of expected) {
      const response = await get(`/${row.database}/${row.key.split(":")[1]}`);
      expect(response.status, row.key).toBe(200);
      const { data } = (await response.json()) as { data: { phoneNumberId: string; direction: string } };
      expect(data.direction).toBe(row.direction);
      expect((await get(`/phone-numbers/${data.phoneNumberId}`)).status).toBe(200);
    }
  });

  test("serves every file that a webhook links to", async () => {
    const { deliveries, openphone } = prepared();
    const links = deliveries.flatMap(({ event }) => [...postBody(event).matchAll(/http:[^"]+(mp3|jpg)/g)]);

    expect(links.length).toBeGreaterThan(8);
    for (const [link] of links) {
      const response = await openphone.media.fetch(link);
      expect(response.status, link).toBe(200);
      expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(0);
    }
  });

  test("has as many recordings as the rows are to show", async () => {
    const { expected, get } = prepared();
    for (const row of expected.filter(({ database }) => database === "calls")) {
      const { data } = await (await get(`/calls/${row.key.split(":")[1]}/recordings`)).json();
      expect(data, row.key).toHaveLength(row.recordings ?? -1);
    }
  });
});
