/** Below this nothing can be told from it. */
const FEWEST_ENDED = 20;

export interface Pace {
  /** Since this process took the work up. */
  elapsedMs: number;
  /** Activities done with meanwhile: each takes about one Notion request, so their pace is that of the requests. */
  ended: number;
  /** Activities that wait for their turn. */
  waiting: number;
  /** How much of the range has been read, in [0, 1]. */
  read: number;
  /** Activities of what has been read that had to be written. */
  news: number;
}

/** Milliseconds until all is written, at the pace of until now; `undefined` until that can be told. */
export function etaMs({ elapsedMs, ended, waiting, read, news }: Pace): number | undefined {
  if (ended < FEWEST_ENDED || read <= 0) return undefined;
  const unread = (news * (1 - Math.min(read, 1))) / read;
  return Math.round(((waiting + unread) * elapsedMs) / ended);
}
