import type { Air } from "./air.ts";
import type { Dice } from "./dice.ts";
import { type Surroundings, Worker } from "./worker.ts";

const SWEEP_MS = 10_000;
/** Beats from one look at the contacts to the next. */
const REFRESH_EVERY = 6;

/** Several workers over one state; one that died is followed by a new one after a while. */
export class Crew {
  readonly #air: Air;
  readonly #around: Surroundings;
  readonly #dice: Dice;
  readonly #places: Worker[] = [];
  #hired = 0;

  constructor(air: Air, around: Surroundings) {
    this.#air = air;
    this.#around = around;
    this.#dice = air.dice.for("crew");
  }

  start(): void {
    for (let place = 0; place < this.#air.weather.workers; place++) this.#hire(place);
  }

  /** One that is up, by chance. */
  any(): Worker | undefined {
    const up = this.#places.filter(({ life }) => life.alive);
    return up.length === 0 ? undefined : this.#dice.pick(up);
  }

  /** Lets go of everything that is still under way. */
  end(): void {
    for (const { life } of this.#places) life.end();
  }

  #hire(place: number): void {
    const { skewMs } = this.#air.weather;
    const name = `w${place}.${this.#hired++}`;
    const last = this.#places[place]?.name;
    // By chance it knows whose place it takes.
    if (last !== undefined && this.#dice.chance(0.5)) void this.#release(last);
    const worker = new Worker(this.#air, this.#around, { name, skewMs: this.#dice.between(-skewMs, skewMs) });
    this.#places[place] = worker;
    this.#air.journal.note(`${name} is up`);
    this.#beat(worker, place, this.#dice.between(0, SWEEP_MS));
  }

  async #release(name: string): Promise<void> {
    const { journal } = this.#air;
    await this.#around.store.release(name).then(
      (activities) => journal.note(`${name} is released of ${activities}`),
      (error: Error) => journal.note(`release fails: ${error.message}`),
    );
  }

  /** Sweeps and looks at the contacts now and then, or dies; and sees to it that a dead worker is followed. */
  #beat(worker: Worker, place: number, afterMs: number, beats = 0): void {
    const { clock } = this.#air;
    clock.after(afterMs, () => {
      const { crashesPerMinute } = this.#air.weather;
      if (this.#dice.chance((crashesPerMinute * SWEEP_MS) / 60_000)) worker.die("just so");
      if (worker.life.alive) {
        void worker.sweep();
        if (beats % REFRESH_EVERY === 0) void worker.refreshContacts();
        this.#beat(worker, place, SWEEP_MS, beats + 1);
      } else {
        clock.after(this.#dice.pick([100, 3_000, 30_000, 150_000]), () => this.#hire(place));
      }
    });
  }
}
