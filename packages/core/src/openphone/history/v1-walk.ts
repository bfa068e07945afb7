import type { ListPage } from "../rest-object.js";
import { type Progress, type V1Cursor, writeCursor } from "./cursor.js";
import type { WalkOptions } from "./dated-walk.js";
import type { HistoryGap } from "./history-source.js";
import { inFlight } from "./in-flight.js";
import { type Place, placeAfter, startOf } from "./place.js";
import { inSteps, type Step } from "./step.js";
import { type V1Conversation, v1Conversations } from "./v1-conversations.js";
import { isGap, openThread, type Thread } from "./v1-threads.js";

/** Conversations whose lists are begun at the same time. */
const AT_ONCE = 4;

/**
 * v1 has no list of the whole workspace: walks the conversations that may have something of the range, and of each
 * its calls and its messages. The lists of several are begun in parallel, and their rows told one after the other.
 */
export async function* v1Walk(options: WalkOptions<V1Cursor>): AsyncGenerator<Step> {
  const { client, range, from, clock, patiently } = options;
  const userOf = new Map(
    (await patiently(() => client.listNumberUsers())).map((each) => [each.phoneNumberId, each.userIds[0]]),
  );
  const conversations = await patiently(() => v1Conversations(client, range, clock.now, from?.after));
  let { finished, after }: Pick<V1Cursor, "finished" | "after"> = from ?? { finished: 0 };
  const total = finished + conversations.length;

  for (let start = 0; start < conversations.length; start += AT_ONCE) {
    const begun = await beginThreads(conversations.slice(start, start + AT_ONCE));
    for (const { conversation, threads } of begun) {
      const { id, at } = conversation;
      for await (const { within, ...step } of conversationSteps(id, threads)) {
        const isDone = within === undefined;
        if (isDone) [finished, after] = [finished + 1, { at, id }];
        const cursor = writeCursor({ surface: "v1", finished, after, ...(!isDone && { within }) });
        yield { ...step, surface: "v1", cursor, done: finished / total };
      }
    }
  }

  async function beginThreads(batch: readonly V1Conversation[]) {
    const all = batch.map((conversation) => ({ conversation, threads: threadsOf(conversation) }));
    const lists = all.flatMap(({ threads }) => threads);
    await inFlight(AT_ONCE * 2, lists, async (each) => {
      if (each.progress !== true) each.first = await patiently(() => each.thread.next());
    });
    return all;
  }

  function threadsOf(conversation: V1Conversation): BegunThread[] {
    const within = from?.within?.id === conversation.id ? from.within : undefined;
    const userId = userOf.get(conversation.phoneNumberId ?? "");
    return (["call", "message"] as const).map((kind) => {
      const progress = within?.[kind];
      const place = progress === true ? undefined : progress;
      const thread = openThread(kind, conversation, place, { client, range, userId, clock });
      return { thread, progress: progress ?? startOf(range.until), first: undefined };
    });
  }

  async function* conversationSteps(id: string, threads: readonly BegunThread[]) {
    const last = threads.at(-1);
    for (const begun of threads) {
      const { kind } = begun.thread;
      let page = begun.first;
      while (begun.progress !== true) {
        let place: Place = begun.progress;
        const gaps = page && isGap(page) ? [page] : [];
        const listed = page && !isGap(page) ? page : undefined;
        const pieces = inSteps(listed?.rows ?? []);
        for (const [at, rows] of pieces.entries()) {
          const isEnd = at === pieces.length - 1 && listed?.isLast !== false;
          place = placeAfter(place, rows);
          begun.progress = isEnd ? true : place;
          const [call, message] = threads.map(({ progress }) => progress);
          yield {
            ...{ kind, rows, gaps, readAt: listed?.readAt ?? 0 },
            within: begun === last && isEnd ? undefined : { id, call, message },
          };
        }
        if (begun.progress !== true) page = await patiently(() => begun.thread.next());
      }
    }
  }
}

interface BegunThread {
  thread: Thread;
  progress: Progress;
  first: ListPage | HistoryGap | undefined;
}
