/** The life of one process. When it ends, nothing that it has begun goes on, and nothing it asked for reaches it. */
export class Life {
  #alive = true;
  readonly #ends = new Set<() => void>();

  get alive(): boolean {
    return this.#alive;
  }

  end(): void {
    this.#alive = false;
    for (const end of this.#ends) end();
    this.#ends.clear();
  }

  /** As a request that is cut off at the end of this life. Only there is a rejection better than silence: the
   * official Notion client holds a real timer for every open request. */
  cutOff<T>(task: () => Promise<T>): Promise<T> {
    if (!this.#alive) return Promise.reject(new Error("This worker is dead."));
    return new Promise((resolve, reject) => {
      const end = () => reject(new Error("This worker died."));
      this.#ends.add(end);
      task()
        .then(resolve, reject)
        .finally(() => this.#ends.delete(end));
    });
  }

  /** A port as this process sees it: once the process is dead, calls have no effect and no answer. */
  port<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== "function") return member;
        return (...args: unknown[]) => (this.#alive ? this.#heard(member.apply(target, args)) : never());
      },
    });
  }

  #heard(answer: unknown): unknown {
    if (!(answer instanceof Promise)) return answer;
    return new Promise((resolve, reject) => {
      answer.then(
        (value) => {
          if (this.#alive) resolve(value);
        },
        (error) => {
          if (this.#alive) reject(error);
        },
      );
    });
  }
}

export const never = (): Promise<never> => new Promise(() => {});
