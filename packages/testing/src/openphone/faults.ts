/** What can go wrong on one request: an error status, Express's HTML page, a cut connection, or silence. */
export type OpenPhoneFault = "401" | "403" | "429" | "500" | "html-404" | "reset" | "timeout";

export interface FaultTarget {
  /** The path without its query, whole or as a pattern; any path unless given. */
  path?: string | RegExp;
  method?: string;
  /** How many requests it hits; 1 unless given. */
  times?: number;
}

export interface FaultPlan {
  /** Lets the next matching request fail; several plans are served in the order made. */
  next(target: FaultTarget, fault: OpenPhoneFault): void;
  /** Forgets what has not happened yet. */
  clear(): void;
}

/** The plan, and the taking of its next fitting fault. */
export function faultPlan(): FaultPlan & { take(method: string, path: string): OpenPhoneFault | undefined } {
  let plans: { target: FaultTarget; fault: OpenPhoneFault; left: number }[] = [];
  const fits = (target: FaultTarget, method: string, path: string) =>
    (target.method ?? method) === method &&
    (target.path instanceof RegExp ? target.path.test(path) : (target.path ?? path) === path);
  return {
    next(target, fault) {
      plans.push({ target, fault, left: target.times ?? 1 });
    },
    clear() {
      plans = [];
    },
    take(method, path) {
      const plan = plans.find(({ target }) => fits(target, method, path));
      if (plan === undefined) return undefined;
      plan.left -= 1;
      plans = plans.filter(({ left }) => left > 0);
      return plan.fault;
    },
  };
}
