import type { Clock } from "@openphone-notion/core";
import { ConnectionReset } from "@openphone-notion/testing";

/** What becomes of one request on its way. The other side knows nothing of it, and need not notice when the caller goes. */
export interface Fate {
  /** Milliseconds until it arrives, and until its answer is back. */
  thereMs: number;
  backMs: number;
  /** The connection breaks on the way `there` (it never arrives) or `back` (all is done, nobody hears of it). */
  lost?: "there" | "back";
  /** Nobody notices that it broke: the caller waits until its patience ends. */
  silent?: boolean;
  /** Never left: nobody listens. */
  refused?: boolean;
  /** Status of an empty error that is put in place of the answer. */
  disguise?: number;
  /** Something in between gives up after so many milliseconds, while the request goes on behind it. */
  givenUpMs?: number;
  /** Status with which it gives up; without one the connection breaks. */
  givenUpStatus?: number;
}

/** Lets a request meet its fate; `carryOut` is what the other side does when it arrives. */
export function send(
  clock: Clock,
  fate: Fate,
  signal: AbortSignal | null | undefined,
  carryOut: () => Promise<Response>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    if (fate.refused) return void clock.after(fate.thereMs, () => reject(connectionRefused()));
    const { givenUpMs, givenUpStatus } = fate;
    if (givenUpMs !== undefined)
      clock.after(givenUpMs, () => {
        if (givenUpStatus === undefined) reject(new ConnectionReset());
        else resolve(emptyError(givenUpStatus));
      });
    const breakOff = () => {
      if (!fate.silent) reject(new ConnectionReset());
    };
    clock.after(fate.thereMs, () => {
      if (fate.lost === "there") return breakOff();
      carryOut().then((response) => {
        clock.after(fate.backMs, () => {
          if (fate.lost === "back") breakOff();
          else resolve(fate.disguise === undefined ? response : emptyError(fate.disguise));
        });
      }, reject);
    });
  });
}

const emptyError = (status: number) => new Response("<html></html>", { status });

const connectionRefused = () =>
  new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) });
