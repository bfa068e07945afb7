/** The value that `share` of all values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Durations in milliseconds as one line. */
export const milliseconds = (values: readonly number[]): string =>
  [
    ["p50", percentile(values, 0.5)],
    ["p95", percentile(values, 0.95)],
    ["p99", percentile(values, 0.99)],
    ["max", percentile(values, 1)],
  ]
    .map(([name, value]) => `${name} ${Number(value).toFixed(1)} ms`)
    .join("   ");
