import type { Clock } from "@openphone-notion/core";
import type { Dice } from "./dice.ts";
import type { Journal } from "./journal.ts";
import type { Outage, Service, Weather } from "./weather.ts";

/** What all parts of one world share. */
export interface Air {
  clock: Clock;
  journal: Journal;
  dice: Dice;
  /** Milliseconds since the epoch at which the world begins. */
  start: number;
  /** As it is now: after the storm it is another. */
  weather: Weather;
}

export const outageOf = (air: Air, service: Service): Outage | undefined =>
  air.weather.outages.find(
    (outage) =>
      outage.service === service &&
      air.clock.now() >= air.start + outage.from &&
      air.clock.now() < air.start + outage.until,
  );
