/**
 * Passes a sequence on while reading up to `items` of it ahead, so that a reader that has to wait finds what it waited
 * for ready. Ending early ends the source.
 */
export async function* readAhead<T>(source: AsyncIterable<T>, items: number): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]();
  const reads: Promise<IteratorResult<T>>[] = [];
  let stopped = false;
  /** One after the other: the source is asked again only when it has answered. */
  const readNext = () => {
    const before = reads.at(-1) ?? Promise.resolve();
    const read = before.then(() => (stopped ? { done: true as const, value: undefined } : iterator.next()));
    // Whoever comes to this item hears of the failure; until then nobody does.
    read.catch(() => {});
    reads.push(read);
  };
  try {
    for (;;) {
      while (reads.length < items) readNext();
      const { done, value } = await (reads.shift() as Promise<IteratorResult<T>>);
      if (done) return;
      yield value;
    }
  } finally {
    stopped = true;
    await Promise.allSettled(reads);
    await iterator.return?.();
  }
}
