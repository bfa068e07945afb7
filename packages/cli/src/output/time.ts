/** `2026-11-21 07:59:03Z`: UTC, as everything here. */
export const showTime = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 19).replace("T", " ")}Z`;

/** `2 h 5 min`, `40 s`: the two greatest units. */
export function showDuration(ms: number): string {
  const units: [name: string, ms: number][] = [
    ["d", 86_400_000],
    ["h", 3_600_000],
    ["min", 60_000],
    ["s", 1_000],
  ];
  let rest = Math.max(0, Math.round(ms / 1_000) * 1_000);
  const shown: string[] = [];
  for (const [name, unit] of units) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0 && shown.length < 2) shown.push(`${count} ${name}`);
    else if (shown.length > 0) break;
  }
  return shown.join(" ") || "0 s";
}
