const MIN_EVERY_MS = 100;
/** Without a terminal, one line in so long a time: for logs of a scheduled job. */
const PLAIN_EVERY_MS = 30_000;

/** One line that is redrawn in place on a terminal, and seldom written anew elsewhere. On standard error. */
export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away, so that other text can be written. */
  clear(): void;
}

export function createProgressLine(
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): ProgressLine {
  const terminal = stream.isTTY === true;
  let shownAt = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    show(text) {
      if (now() - shownAt < (terminal ? MIN_EVERY_MS : PLAIN_EVERY_MS)) return;
      shownAt = now();
      if (!terminal) {
        stream.write(`${text}\n`);
        return;
      }
      // A line that wraps could not be taken back.
      const room = Math.max(20, (stream.columns ?? 80) - 1);
      stream.write(`\r\u001b[2K${text.length > room ? `${text.slice(0, room - 1)}…` : text}`);
      drawn = true;
    },
    clear() {
      if (drawn) stream.write("\r\u001b[2K");
      drawn = false;
    },
  };
}
