import type { FakeMediaHost } from "@openphone-notion/testing";
import { type Air, outageOf } from "./air.ts";
import { type Fate, send } from "./link.ts";

/** The way to the media host. */
export function mediaLink(
  air: Air,
  media: FakeMediaHost,
): (url: URL, init: RequestInit) => Promise<Response> {
  const dice = air.dice.for("media");
  const faults = ["expired", "error", "truncated", "stuck", "there", "silent"] as const;
  return (url, init) => {
    const way: Fate = { thereMs: dice.between(10, 300), backMs: dice.between(10, 300) };
    const fault = outageOf(air, "media")
      ? "error"
      : dice.chance(air.weather.mediaFault)
        ? dice.pick(faults)
        : undefined;
    air.journal.note(`media ${url.pathname} ${fault ?? ""}`);
    const lost = fault === "there" || fault === "silent";
    const fate: Fate = { ...way, ...(lost && { lost: "there", silent: fault === "silent" }) };
    return send(air.clock, fate, init.signal, async () => {
      if (fault === "expired") return new Response("Request has expired", { status: 403 });
      if (fault === "error") return new Response("Bad day", { status: 503 });
      const answer = await media.respond(new Request(url));
      if (fault !== "truncated" && fault !== "stuck") return answer;
      return halfOf(answer, fault === "stuck" ? init.signal : undefined);
    });
  };
}

/** Half of the promised bytes, then the end; with a signal, then nothing more until the caller goes. */
async function halfOf(answer: Response, untilGone: AbortSignal | null | undefined): Promise<Response> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const half = bytes.subarray(0, bytes.length >> 1);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(half);
      if (!untilGone) return controller.close();
      untilGone.addEventListener("abort", () => controller.error(untilGone.reason), { once: true });
    },
  });
  return new Response(body, { status: answer.status, headers: answer.headers });
}
