import { SyncError } from "@openphone-notion/core";
import { type Air, outageOf } from "./air.ts";
import type { Dice } from "./dice.ts";

/** A store's operations with its latency and failures: before the operation is carried out, or after it, unheard. */
export function flaky<Store extends object>(air: Air, dice: Dice, store: Store): Store {
  const pause = (ms: number) => new Promise<void>((resolve) => void air.clock.after(ms, resolve));
  const fails = () => outageOf(air, "store") !== undefined || dice.chance(air.weather.storeFault);
  const failure = (name: string) => {
    air.journal.note(`store ${name} fails`);
    return new SyncError("store_unavailable", "The store is away.", { retry: "now" });
  };
  return new Proxy(store, {
    get(target, property) {
      const operation = Reflect.get(target, property) as unknown;
      if (typeof operation !== "function") return operation;
      return async (...args: unknown[]) => {
        const { storeLatencyMs } = air.weather;
        if (storeLatencyMs > 0) await pause(dice.random() * storeLatencyMs);
        const failsNow = fails();
        const carriedOut = !failsNow || dice.chance(0.4);
        const answer = carriedOut ? await operation.apply(target, args) : undefined;
        if (storeLatencyMs > 0) await pause(dice.random() * storeLatencyMs);
        if (failsNow) throw failure(String(property));
        return answer;
      };
    },
  });
}
