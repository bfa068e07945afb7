import { messageReceived } from "../../payloads/message-events.js";
import type { Facet } from "./facet.js";

/** The relation to the contact. */
export function canvasFacet({ test, expect }: Facet): void {
  test("contact: is linked, however its number is written", async (world) => {
    const jane = await world.addContact({ Name: "Jane", Phone: "(555) 555-0123" });
    await world.deliver(messageReceived({ id: "AC2" }));
    await world.runtime.settle();
    expect(world.notion.page("message:AC2").Canvas).toEqual([jane]);
  });

  test("nobody: a number without contact has a row without link", async (world) => {
    await world.addContact({ Name: "Omar", Phone: "+15555550188" });
    await world.deliver(messageReceived({ id: "AC2" }));
    await world.runtime.settle();
    expect(world.notion.page("message:AC2").Canvas).toEqual([]);
  });
}
