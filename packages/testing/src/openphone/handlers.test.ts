import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fakeOpenPhone } from "./fake-openphone.js";

const openphone = fakeOpenPhone();
const server = setupServer(...openphone.handlers);

beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
afterAll(() => server.close());

test("MSW serves the API and the media host to the global fetch", async () => {
  openphone.addCall({ id: "AC1" });
  const { url } = openphone.addRecording("AC1", { size: 1000, serve: "redirect" });

  const call = await fetch("https://api.quo.com/v1/calls/AC1", { headers: { authorization: "key" } });
  const recording = await fetch(url);

  expect(((await call.json()) as { data: { id: string } }).data.id).toBe("AC1");
  expect((await recording.arrayBuffer()).byteLength).toBe(1000);
  expect(openphone.media.requests.map(({ status }) => status)).toEqual([302, 200]);
});

test("a lost connection stays one", async () => {
  openphone.faults.next({}, "reset");

  await expect(fetch("https://api.quo.com/v1/users")).rejects.toThrow(TypeError);
});

test("silence ends when the client gives up", async () => {
  openphone.faults.next({}, "timeout");
  const patience = new AbortController();
  const silent = fetch("https://api.quo.com/v1/users", { signal: patience.signal });
  patience.abort();

  await expect(silent).rejects.toThrow("aborted");
});
