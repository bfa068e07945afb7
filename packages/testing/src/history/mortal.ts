/** A life that ends at one stroke: what belongs to it goes no further then, whatever it was doing. */
export interface Mortal {
  kill(): void;
  /** A callback that is not called after death. */
  guard(callback: () => void): () => void;
  /** A function whose answers do not arrive after death. */
  call<Args extends unknown[], Answer>(
    function_: (...args: Args) => Promise<Answer>,
  ): (...args: Args) => Promise<Answer>;
  /**
   * The same, but what is under way at death rejects: the official Notion client holds a real timer for every open
   * request.
   */
  cutOff: Mortal["call"];
  /** An object all of whose methods are such functions. */
  wrap<T extends object>(object: T): T;
}

const never = <T>(): Promise<T> => new Promise<T>(() => {});

export function mortal(): Mortal {
  let isAlive = true;
  const ends = new Set<() => void>();
  const call: Mortal["call"] =
    (function_) =>
    async (...args) => {
      if (!isAlive) return never();
      try {
        const answer = await function_(...args);
        return isAlive ? answer : never();
      } catch (error) {
        if (isAlive) throw error;
        return never();
      }
    };
  return {
    kill() {
      isAlive = false;
      for (const end of ends) end();
    },
    cutOff:
      (function_) =>
      (...args) =>
        new Promise((resolve, reject) => {
          const end = () => reject(new Error("This process has died."));
          if (!isAlive) return end();
          ends.add(end);
          function_(...args)
            .then(resolve, reject)
            .finally(() => ends.delete(end));
        }),
    guard: (callback) => () => {
      if (isAlive) callback();
    },
    call,
    wrap: <T extends object>(object: T): T =>
      new Proxy(object, {
        get(target, name) {
          const value = Reflect.get(target, name) as unknown;
          return typeof value === "function" ? call(value.bind(target)) : value;
        },
      }),
  };
}
