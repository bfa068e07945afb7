/** A deliberately broken adapter: a good one, of which a few operations are replaced by worse ones. */
export interface Mutant<Break> {
  /** What is wrong with it. */
  name: string;
  /** How the names of the rows begin that are there to notice it. */
  caughtBy: string;
  breaks: Break;
}

/** A moment in which others get their turn. */
export const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 2));
