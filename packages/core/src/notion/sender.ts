import { Client, LogLevel } from "@notionhq/client";
import { createBreaker } from "../pacing/breaker.js";
import { type Committed, classifyNotionError, committedByAnswer, type RequestKind } from "./classify.js";
import type { NotionGatewayOptions, RequestContext } from "./gateway.js";
import { fetchWithDeadline, type NotionFetch } from "./transport.js";

/** The version every request names; the newest that Notion's own webhook types list (2026-11). */
export const NOTION_VERSION = "2026-03-11";

/**
 * Notion ends a request itself after about 55 s (`deadline_ms` in its error examples): a shorter deadline of
 * ours would turn saved-but-slow writes into unknown ones.
 */
const DEADLINE_MS = 60_000;

/** For a part of a file, of up to 20 MiB: enough over half a megabit a second. */
const SEND_DEADLINE_MS = 6 * 60_000;

/** The one way in which a request leaves for Notion. */
export interface Sender {
  /** Sends one request within the budget; `whenCommitted` turns a saved-but-503 into its answer. */
  send<T>(
    kind: RequestKind,
    context: RequestContext,
    request: (client: Client) => Promise<unknown>,
    whenCommitted?: (committed: Committed) => T,
  ): Promise<T>;
  requests(): number;
  admit(): number;
}

export function createSender(options: NotionGatewayOptions): Sender {
  const { limiter, clock } = options;
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  const sendDeadlineMs = Math.max(deadlineMs, SEND_DEADLINE_MS);
  const plain = fetchWithDeadline(options.fetch, clock, deadlineMs);
  const patient = fetchWithDeadline(options.fetch, clock, sendDeadlineMs);
  const breaker = createBreaker({ clock });
  let requests = 0;
  const client = new Client({
    auth: options.token,
    baseUrl: (options.baseUrl ?? "https://api.notion.com").replace(/\/+$/, "").replace(/\/v1$/, ""),
    notionVersion: NOTION_VERSION,
    retry: false,
    // Ours aborts first; theirs would leave the request running.
    timeoutMs: sendDeadlineMs + 5_000,
    logLevel: LogLevel.ERROR,
    // Its log lines may quote values.
    logger: () => {},
    fetch: ((url, init) =>
      (SENDS_A_FILE.test(url) ? patient : plain)(url, init)) satisfies NotionFetch as never,
  });

  return {
    send: <T>(
      kind: RequestKind,
      context: RequestContext,
      request: (client: Client) => Promise<unknown>,
      whenCommitted?: (committed: Committed) => T,
    ) =>
      limiter.schedule(context.priority, async () => {
        await context.beforeSend?.();
        requests++;
        try {
          const answer = (await request(client)) as T;
          breaker.succeeded();
          return answer;
        } catch (error) {
          const failure = classifyNotionError(error, kind, clock.now());
          if (NOTION_IS_DOWN.has(failure.code)) breaker.failed();
          else breaker.succeeded();
          const committed = committedByAnswer(error, clock.now());
          if (committed && whenCommitted) return whenCommitted(committed);
          if (failure.retry === "after") limiter.pause(clock.now() + (failure.retryAfterMs ?? 0));
          throw failure;
        }
      }),
    requests: () => requests,
    admit: () => breaker.admit(),
  };
}

const SENDS_A_FILE = /\/file_uploads\/[^/]+\/send$/;

/** The official parameter types are closed unions over values; ours come encoded from the live schema. */
export const loose = <T>(parameters: object): T => parameters as T;

/** No answer, or one that says that nothing works. */
const NOTION_IS_DOWN = new Set<string>([
  "notion_unavailable",
  "notion_unreachable",
  "notion_outcome_unknown",
]);
