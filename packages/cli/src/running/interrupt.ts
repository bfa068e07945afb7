import { EXIT } from "../exit-codes.js";

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Signals have their usual effect again. */
  release(): void;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** The first Ctrl-C (or SIGTERM) aborts the signal, so that work ends in good order; the second ends the process. */
export function onInterrupt(tell: () => void): Interrupt {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    controller.abort();
    tell();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    release: () => {
      for (const signal of SIGNALS) process.off(signal, interrupt);
    },
  };
}
