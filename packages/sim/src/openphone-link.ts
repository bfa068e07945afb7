import type { FakeOpenPhone } from "@openphone-notion/testing";
import { type Air, outageOf } from "./air.ts";
import { type Fate, send } from "./link.ts";

/** The way to OpenPhone's API. */
export function openphoneLink(
  air: Air,
  openphone: FakeOpenPhone,
): (url: string, init: RequestInit) => Promise<Response> {
  const dice = air.dice.for("openphone");
  const faults = ["429", "500", "there", "back", "silent"] as const;
  return (url, init) => {
    const way: Fate = { thereMs: dice.between(10, 200), backMs: dice.between(10, 200) };
    const path = new URL(url).pathname;
    const outage = outageOf(air, "openphone");
    const fault = outage
      ? dice.pick(["500", "there", "silent"] as const)
      : dice.chance(air.weather.openphoneFault)
        ? dice.pick(faults)
        : undefined;
    air.journal.note(`openphone ${path} ${fault ?? ""}`);
    const fate: Fate =
      fault === "there" || fault === "back"
        ? { ...way, lost: fault }
        : fault === "silent"
          ? { ...way, lost: "there", silent: true }
          : way;
    return send(air.clock, fate, init.signal, () => {
      if (fault === "429" || fault === "500") openphone.faults.next({}, fault);
      const { signal, ...carriedOutAnyway } = init;
      return openphone.fetch(url, carriedOutAnyway);
    });
  };
}
