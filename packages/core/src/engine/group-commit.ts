/**
 * Joins calls that arrive while a commit is under way into the next one: under load many events share one
 * durable write, and a lone event waits for nobody. Answers come back in order; a failed commit fails all
 * that were in it.
 */
export function groupCommit<Item, Answer>(
  commit: (items: readonly Item[]) => Promise<readonly Answer[]>,
  maxItems = 256,
): (item: Item) => Promise<Answer> {
  interface Waiting {
    item: Item;
    resolve(answer: Answer): void;
    reject(error: unknown): void;
  }
  const waiting: Waiting[] = [];
  let committing = false;

  async function drain(): Promise<void> {
    committing = true;
    // Let everything that is already on its way in this turn join the first commit.
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.splice(0, maxItems);
      try {
        const answers = await commit(group.map((entry) => entry.item));
        for (const [index, entry] of group.entries()) entry.resolve(answers[index] as Answer);
      } catch (error) {
        for (const entry of group) entry.reject(error);
      }
    }
    committing = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!committing) void drain();
    });
}
