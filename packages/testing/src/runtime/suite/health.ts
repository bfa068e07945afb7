import { messageReceived } from "../../payloads/message-events.js";
import type { Facet } from "./facet.js";

/** What everybody may ask. */
export function healthFacet({ test, expect }: Facet): void {
  test("ok: answers 200 with figures and nothing personal", async ({ deliver, runtime }) => {
    const ask = () => runtime.fetch(new Request("https://sync.example.com/health"));
    expect((await ask()).status).toBe(200);
    await deliver(messageReceived({ id: "AC2", text: "a private matter" }));
    await runtime.settle();
    const answer = await ask();
    const text = await answer.text();
    expect({ status: answer.status, ok: JSON.parse(text).ok }).toEqual({ status: 200, ok: true });
    expect(/private|5555550|AC2|secret/.test(text)).toBe(false);
  });
}
