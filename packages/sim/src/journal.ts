import { createHash } from "node:crypto";
import type { Clock } from "@openphone-notion/core";

/** What happened, line by line, with its virtual time. The same seed writes the same journal, byte for byte. */
export class Journal {
  readonly lines: string[] = [];
  readonly #clock: Clock;
  readonly #start: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#start = clock.now();
  }

  note(text: string): void {
    this.lines.push(`${((this.#clock.now() - this.#start) / 1000).toFixed(3).padStart(9)} ${text}`);
  }

  digest(): string {
    return createHash("sha256").update(this.lines.join("\n")).digest("hex");
  }
}
