import { messageReceived } from "@openphone-notion/testing";
import { afterEach, expect, test, vi } from "vitest";
import { createWorld, type World } from "./world.js";

// Each test starts a workerd of its own.
vi.setConfig({ testTimeout: 90_000 });

const worlds: World[] = [];
afterEach(() => Promise.all(worlds.splice(0).map((world) => world.close())));

async function worldOf(code?: string, settings?: Record<string, string>): Promise<World> {
  const world = await createWorld(code ?? "createWorker()", settings);
  worlds.push(world);
  return world;
}

/** A Worker that counts the words that its queues hand over and those that it sends anew, and loses words when told to. */
const COUNTED_WORDS = `(() => {
  const worker = createWorker();
  const words = { handed: 0, anew: 0 };
  let isLost = false;
  const counted = (queue) => ({
    sendBatch: (messages) => {
      words.anew += messages.length;
      return queue.sendBatch(messages);
    },
  });
  return {
    ...worker,
    async queue(batch, env, context) {
      if (!isLost) {
        const queues = { QUEUE: counted(env.QUEUE), CRITICAL_QUEUE: counted(env.CRITICAL_QUEUE) };
        await worker.queue(batch, { ...env, ...queues }, context);
      }
      words.handed += batch.messages.length;
    },
    fetch(request, env, context) {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname !== "/words") return worker.fetch(request, env, context);
      isLost = searchParams.has("lose");
      return Response.json(words);
    },
  };
})()`;

const wordsOf = async ({ worker }: World, query = "") => {
  const answer = await worker.fetch(new Request(`https://sync.example.com/words${query}`));
  return (await answer.json()) as { handed: number; anew: number };
};

test("what a pause of all work keeps waiting is one word at each tick, and follows once the pause is over", async () => {
  const world = await worldOf(COUNTED_WORDS);
  const { worker, notion, alerts, deliver, until } = world;
  notion.faults.random({ probability: 1, faults: ["unauthorized"] });
  for (const number of [1, 2, 3]) {
    const message = messageReceived({ id: `AC${number}`, phoneNumberId: `PN${1 + (number % 2)}` });
    expect((await deliver(message)).status).toBe(200);
  }
  const handed = (count: number) => until(async () => (await wordsOf(world)).handed >= count);
  await handed(3);
  // As the minute that they wait would do.
  const pass = () => worker.sql("update activities set due_at = due_at - 60000");
  for (const tick of [1, 2]) {
    await pass();
    await worker.dropObjects();
    await worker.scheduled();
    await handed(3 + 3 * tick);
    expect(await wordsOf(world)).toEqual({ handed: 3 + 3 * tick, anew: 0 });
  }
  // Told once, whoever looked.
  expect(alerts.map(({ code }) => code)).toEqual(["notion_unauthorized"]);
  notion.faults.clear();
  await pass();
  await worker.dropObjects();
  await worker.scheduled();
  await until(() => notion.pages("messages").length === 3);
  expect(notion.pages("messages")).toHaveLength(3);
});

test("a word that the sweep has sent is not sent again at the next tick, whatever was dropped from memory", async () => {
  const world = await worldOf(COUNTED_WORDS);
  const { worker, deliver, until } = world;
  await wordsOf(world, "?lose");
  expect((await deliver(messageReceived({ id: "AC1" }))).status).toBe(200);
  const handed = async (count: number) => {
    await until(async () => (await wordsOf(world, "?lose")).handed >= count);
    expect((await wordsOf(world, "?lose")).handed).toBe(count);
  };
  await handed(1);
  await worker.scheduled();
  await handed(2);
  await worker.dropObjects();
  await worker.scheduled();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await handed(2);
});

test("requests that were made before a limiter was dropped from memory count after it, too", async () => {
  const PER_MINUTE = 30;
  const world = await worldOf("createWorker()", { NOTION_REQUESTS_PER_MINUTE: String(PER_MINUTE) });
  const { worker, notion, deliver, until } = world;
  const tell = async (count: number, prefix: string) => {
    const messages = Array.from({ length: count }, (_, index) =>
      messageReceived({ id: `${prefix}${index}` }),
    );
    const answers = await Promise.all(messages.map((message) => deliver(message)));
    expect(answers.map(({ status }) => status)).toEqual(messages.map(() => 200));
  };
  await tell(20, "ACbefore");
  await until(() => notion.pages("messages").length === 20);
  await worker.dropObjects();
  const before = notion.requests.length;
  await tell(20, "ACafter");
  await until(() => notion.requests.length >= PER_MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(notion.requests.length).toBeGreaterThan(before);
  for (const { at: from } of notion.requests) {
    const span = notion.requests.filter(({ at }) => at >= from && at < from + 60_000);
    expect(span.length).toBeLessThanOrEqual(PER_MINUTE);
  }
});

test("a delivery of Notion's costs the window what it asks of Notion, and holds no permit past its end", async () => {
  const [PER_MINUTE, AT_ONCE, token] = [40, 7, "secret_0123456789"];
  const world = await worldOf("createWorker()", {
    ...{ NOTION_REQUESTS_PER_MINUTE: String(PER_MINUTE), NOTION_WEBHOOK_TOKEN: token },
  });
  const { notion, tellOfPage, until } = world;
  const jane = notion.addPage("canvas", { Name: "Jane", Phone: "+15555550123" });
  const read = () => notion.requests.filter(({ path }) => path === `/v1/pages/${jane.id}`).length;
  // Reads the columns of the contacts, which the others find in the cache.
  await tellOfPage({ pageId: jane.id }, token);
  for (let round = 1; round <= 4; round++) {
    const told = Array.from({ length: AT_ONCE }, () => tellOfPage({ pageId: jane.id }, token));
    expect((await Promise.all(told)).map(({ status }) => status)).toEqual(told.map(() => 200));
  }
  // A permit that is lost comes back after more than a minute, which this does not wait.
  await until(() => read() > 4 * AT_ONCE);
  expect(read()).toBe(1 + 4 * AT_ONCE);
});
