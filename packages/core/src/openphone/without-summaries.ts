import type { Clock } from "../ports/clock.js";
import type { Send } from "./transport.js";

const REMEMBERED_MS = 600_000;

/**
 * A plan without summaries may refuse the calls themselves with 403 where their summaries are asked for beside other
 * parts. They are then asked for without; lists for ten minutes at once.
 */
export function withoutSummaries(send: Send, clock: Clock): Send {
  let listsRefusedUntil = 0;

  return async (request) => {
    const { path, query } = request;
    if (query?.include !== "summary,voicemail") return send(request);
    const without = () => send({ ...request, query: { ...query, include: "voicemail" } });
    const isList = path === "/calls";
    if (isList && clock.now() < listsRefusedUntil) return without();
    const answer = await send(request);
    if (answer.ok || answer.refusal.status !== 403 || answer.refusal.kind !== "cannot_tell") return answer;
    const spared = await without();
    if (isList && spared.ok) listsRefusedUntil = clock.now() + REMEMBERED_MS;
    return spared;
  };
}
