/** A deliberately broken adapter: a good one, of which a few operations are replaced by worse ones. */
export interface Mutant<Break> {
  /** What is wrong with it. */
  name: string;
  /** How the names of the rows begin that are there to notice it. */
  caughtBy: string;
  breaks: Break;
}

const TURNS = 5;

/** Lets whoever polls by `setTimeout(…, 0)` see what is half done: turns of the timers, not a time, which a busy machine outlasts. */
export async function pause(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
