/** `4m 5s`, `1h 0m 9s`, `45s`. */
export function spokenDuration(seconds: number): string {
  const { h, m, s } = split(seconds);
  if (h > 0) return `${h}h ${m}m ${s}s`;
  return m > 0 ? `${m}m ${s}s` : `${s}s`;
}

/** `0:07`, `12:03`, `1:02:03`. */
export function clockTime(seconds: number): string {
  const { h, m, s } = split(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function split(seconds: number): { h: number; m: number; s: number } {
  const whole = Math.max(0, Math.floor(seconds));
  return { h: Math.floor(whole / 3600), m: Math.floor(whole / 60) % 60, s: whole % 60 };
}
