import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

/** Asks a person at a terminal. Rejects with an `AbortError` at Ctrl-C. */
export interface Questions {
  /** The answer, trimmed; `fallback` for none. Asked again for as long as `check` answers what is wrong. */
  text(
    question: string,
    options?: { fallback?: string; check?: (answer: string) => string | undefined },
  ): Promise<string>;
  /** As `text`, without showing what is typed. */
  secret(question: string): Promise<string>;
  yes(question: string): Promise<boolean>;
  /** The index of the option chosen. */
  choose(question: string, options: readonly string[]): Promise<number>;
}

export function askAtTerminal(): Questions {
  const terminal = { input: process.stdin, output: process.stderr, terminal: true };

  async function ask(question: string, { hidden = false } = {}): Promise<string> {
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ ...terminal, ...(hidden ? { output: silent } : {}) });
    if (hidden) process.stderr.write(question);
    const interrupted = new AbortController();
    lines.once("SIGINT", () => interrupted.abort());
    lines.once("close", () => interrupted.abort());
    try {
      const answer = await lines.question(question, {
        signal: interrupted.signal,
      });
      return answer.trim();
    } finally {
      lines.close();
      if (hidden) process.stderr.write("\n");
    }
  }

  const questions: Questions = {
    async text(question, { fallback = "", check = () => undefined } = {}) {
      for (;;) {
        const answer = (await ask(`${question}${fallback ? ` [${fallback}]` : ""}: `)) || fallback;
        const problem = check(answer);
        if (problem === undefined) return answer;
        process.stderr.write(`  ${problem}\n`);
      }
    },
    secret: (question) => ask(`${question} (not shown): `, { hidden: true }),
    yes: async (question) => /^(?:y|yes)?$/i.test(await ask(`${question} [Y/n]: `)),
    async choose(question, options) {
      process.stderr.write(`${question}\n`);
      for (const [index, option] of options.entries()) process.stderr.write(`  ${index + 1}. ${option}\n`);
      const answer = await questions.text("Number", {
        fallback: "1",
        check: (text) =>
          /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= options.length
            ? undefined
            : `A number from 1 to ${options.length}, please.`,
      });
      return Number(answer) - 1;
    },
  };
  return questions;
}
