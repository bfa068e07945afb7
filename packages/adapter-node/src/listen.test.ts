import { expect, onTestFinished, test } from "vitest";
import { listen } from "./listen.js";

test("an idle connection is kept for longer than a load balancer keeps it", async () => {
  const server = await listen(async () => new Response("ok"), { host: "127.0.0.1", port: 0, onError() {} });
  onTestFinished(() => server.close());
  const answer = await fetch(server.url, { headers: { connection: "keep-alive" } });
  await answer.text();
  // What Node closes after, in seconds, it promises here.
  expect(Number(/timeout=(\d+)/.exec(answer.headers.get("keep-alive") ?? "")?.[1])).toBeGreaterThan(60);
});

test("closing waits for what is under way, and not for its connection to be idle for long", async () => {
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let begin = () => {};
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const server = await listen(
    async () => {
      begin();
      await asked;
      return new Response("ok");
    },
    { host: "127.0.0.1", port: 0, onError() {} },
  );
  const request = fetch(server.url).then((response) => response.text());
  await begun;
  const closed = server.close();
  answer();
  expect(await request).toBe("ok");
  await closed;
});
