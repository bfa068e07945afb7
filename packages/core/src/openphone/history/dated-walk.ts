import type { Clock } from "../../ports/clock.js";
import type { OpenPhoneClient } from "../client.js";
import { type DatedCursor, type Progress, writeCursor } from "./cursor.js";
import type { HistoryRange } from "./history-source.js";
import type { Patiently } from "./patience.js";
import { type Place, placeAfter, startOf } from "./place.js";
import { inSteps, type Step } from "./step.js";
import { type WalkBack, walkBack } from "./walk-back.js";

const SURFACE = "2026-03-30";

export interface WalkOptions<Cursor> {
  client: OpenPhoneClient;
  range: HistoryRange;
  /** Where an earlier walk stopped. */
  from?: Cursor | undefined;
  clock: Clock;
  patiently: Patiently;
}

interface List {
  name: string;
  kind: Step["kind"];
  walk: WalkBack;
  /** `undefined` when its end has been reached. */
  place: Place | undefined;
}

/**
 * Walks the two lists of the whole workspace (or those of each number, where only some are asked for) back in time
 * side by side: the one that is behind goes on.
 */
export async function* datedWalk(options: WalkOptions<DatedCursor>): AsyncGenerator<Step> {
  const { range, patiently } = options;
  const lists = listsOf(options);
  const length = range.until - range.since;
  const walked = ({ place }: List) => (place ? (range.until - place.at) / length : 1);
  const progress = ({ name, place }: List): [string, Progress] => [name, place ?? true];

  for (;;) {
    const open = lists.filter(({ place }) => place !== undefined);
    const [list] = open.sort((a, b) => walked(a) - walked(b));
    if (list?.place === undefined) return;
    const page = await patiently(() => list.walk.next());
    const steps = inSteps(page?.rows ?? []);
    for (const [at, rows] of steps.entries()) {
      const isEnd = at === steps.length - 1 && page?.isLast !== false;
      list.place = isEnd ? undefined : placeAfter(list.place ?? startOf(range.until), rows);
      yield {
        kind: list.kind,
        surface: SURFACE,
        rows,
        readAt: page?.readAt ?? 0,
        gaps: [],
        cursor: writeCursor({ surface: SURFACE, lists: Object.fromEntries(lists.map(progress)) }),
        done: lists.reduce((sum, each) => sum + walked(each), 0) / lists.length,
      };
    }
  }
}

function listsOf({ client, range, from, clock }: WalkOptions<DatedCursor>): List[] {
  const { since, until } = range;
  const numbers: readonly (string | undefined)[] = range.phoneNumberIds ?? [undefined];
  return numbers.flatMap((phoneNumberId) =>
    (["call", "message"] as const).map((kind): List => {
      const name = phoneNumberId === undefined ? kind : `${kind}:${phoneNumberId}`;
      const stopped = from?.lists[name] ?? startOf(until);
      const place = stopped === true ? undefined : stopped;
      const list = (before: number) => {
        const query = {
          ...({ since, until: before, surface: SURFACE } as const),
          ...(phoneNumberId !== undefined && { phoneNumberId }),
        };
        return kind === "call" ? client.callPages(query) : client.messagePages(query);
      };
      return { name, kind, place, walk: walkBack({ list, until, from: place, clock }) };
    }),
  );
}
