/** What the process answers to the shell. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  /** It ran to its end, and what it found wants a person. */
  findings: 3,
  /** A key, a database that is not shared, or a plan's limit: somebody must change something first. */
  refused: 4,
  /** Ctrl-C; what was done is kept. */
  interrupted: 130,
} as const;

export const exitCodesHelp = `Exit codes:
  0    done
  1    failed; run it again
  2    settings or arguments are missing or wrong
  3    done, and something wants your attention (differences, parked activities, a failed check)
  4    OpenPhone or Notion refuses: a key, a database that is not shared, or a plan's limit
  130  stopped by Ctrl-C; run it again to go on`;

/** The code that the process ends with, when nothing is left to do. */
export function exitWith(code: number): void {
  process.exitCode = code;
}
