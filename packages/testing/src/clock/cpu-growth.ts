const TRIES = 3;

/** What a measurement may be off by, in milliseconds. */
const SLACK_MS = 2;

/**
 * How many times as long `work` takes for eight times `size`: 8 where it is linear, 64 where it is quadratic. It is CPU
 * time of this process, the least of some tries, so that what else the machine does, and collections, count little.
 */
export async function cpuGrowth(work: (size: number) => unknown, size: number): Promise<number> {
  await leastCpuMs(() => work(size));
  const small = await leastCpuMs(() => work(size));
  return (await leastCpuMs(() => work(8 * size))) / (small + SLACK_MS);
}

async function leastCpuMs(work: () => unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < TRIES; round++) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
