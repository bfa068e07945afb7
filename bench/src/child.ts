import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** A part of the measurement in a process of its own. Its first message says that it is ready. */
export interface Child<Ready> {
  ready: Ready;
  /** Sends a message and resolves with the answer, the next message that comes. */
  ask<Answer>(question: object): Promise<Answer>;
  /** The next message that it sends; rejects when none comes. */
  next<Message>(): Promise<Message>;
  /** Asks it to end. */
  stop(): Promise<void>;
  /** Ends it without a word, as a crash would. */
  kill(): Promise<void>;
}

/** A message that has not come by then never will. */
const PATIENCE_MS = 120_000;

/** Runs a file beside this one, with `options` as its one argument. */
export async function startChild<Ready>(
  file: string,
  options: object = {},
  execArgv: readonly string[] = [],
): Promise<Child<Ready>> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(options)], {
    // Log lines cost what they cost, but nobody reads them.
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    // Not this process's own flags: with `node -e`, every child would run the script again.
    execArgv: [...execArgv],
  });
  const [ready] = (await Promise.race([once(child, "message"), diedEarly(child, file)])) as [Ready];
  const next = async (): Promise<unknown> => {
    const [message] = await once(child, "message", { signal: AbortSignal.timeout(PATIENCE_MS) });
    return message;
  };
  const end = async (signal: "SIGTERM" | "SIGKILL") => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  };
  return {
    ready,
    ask(question) {
      const answer = next();
      child.send(question);
      return answer as Promise<never>;
    },
    next: () => next() as Promise<never>,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

async function diedEarly(child: ChildProcess, file: string): Promise<never> {
  const [code] = await once(child, "exit");
  throw new Error(`${file} ended with ${code} before it was ready`);
}
