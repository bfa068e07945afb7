import { type Clock, sleep } from "@openphone-notion/core";
import { type Outcome, outcomeHeaders, outcomeText } from "./outcome.js";

/** Headers and the first half of the body at once, the other half after `forMs`. Breaks off when the caller goes. */
export function slowResponse(
  outcome: Outcome,
  forMs: number,
  { clock, request, requestId }: { clock: Clock; request: Request; requestId: string },
): Response {
  const bytes = new TextEncoder().encode(outcomeText(outcome, requestId));
  const middle = Math.floor(bytes.length / 2);
  const gone = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      controller.enqueue(bytes.subarray(0, middle));
      try {
        await sleep(clock, forMs, AbortSignal.any([request.signal, gone.signal]));
      } catch (reason) {
        if (!gone.signal.aborted) controller.error(reason);
        return;
      }
      controller.enqueue(bytes.subarray(middle));
      controller.close();
    },
    cancel(reason) {
      gone.abort(reason);
    },
  });
  return new Response(body, {
    status: outcome.status,
    headers: {
      ...outcomeHeaders(outcome, requestId),
      // Without a length, Node's fetch fails an assertion when it is aborted while MSW 3 is still sending.
      "content-length": String(bytes.length),
    },
  });
}
