/** A budget per whole second, as the API counts it. */
export interface RateBudget {
  /** Takes one request; `false` when the second's budget is used up. */
  take(): boolean;
  /** The undocumented headers that every authenticated answer carries (IETF draft). */
  headers(): Record<string, string>;
}

/** `perSecond: false` switches it off. */
export function rateBudget(perSecond: number | false, now: () => number): RateBudget {
  let second = Number.NaN;
  let used = 0;
  return {
    take() {
      const current = Math.floor(now() / 1000);
      if (current !== second) {
        second = current;
        used = 0;
      }
      used += 1;
      return perSecond === false || used <= perSecond;
    },
    headers() {
      if (perSecond === false) return {};
      return {
        ratelimit: `"per-second"; r=${Math.max(perSecond - used, 0)}; t=1`,
        "ratelimit-policy": `"per-second"; q=${perSecond}; w=1`,
      };
    },
  };
}
