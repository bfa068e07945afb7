import type { Compilable, CompiledQuery, Kysely } from "kysely";
import type { SqlSession } from "./sql-session.js";
import type { Tables } from "./tables.js";

/**
 * A statement that Kysely writes and compiles once for each store, and that is then only told its values: compiling
 * takes many times as long as running. `write` is handed stand-ins that look like the values, which it may bind but
 * not look at; they refuse to be part of a sum or a text. A list is bound item by item, so there is one text for each
 * length of it; cut it by `chunks`, that they stay few.
 */
export function statement<Values extends object, Row>(
  write: (db: Kysely<Tables>, connection: string, values: Values) => Compilable<Row>,
): (session: SqlSession, values: Values) => Compilable<Row> {
  const compiled = new WeakMap<Kysely<Tables>, Map<string, CompiledQuery<Row>>>();

  function compile(db: Kysely<Tables>, values: Values): CompiledQuery<Row> {
    const known = compiled.get(db) ?? new Map<string, CompiledQuery<Row>>();
    compiled.set(db, known);
    const lengths = lengthsOf(values);
    const query = known.get(lengths) ?? write(db, CONNECTION as never, standInsFor(values)).compile();
    known.set(lengths, query);
    return query;
  }

  return ({ db, connection }, values) => ({
    compile() {
      const query = compile(db, values);
      const told = { ...values, connection };
      const parameters = query.parameters.map((bound) =>
        bound instanceof StandIn ? bound.told(told) : bound,
      );
      return { ...query, parameters };
    },
  });
}

const lengthsOf = (values: object): string =>
  Object.values(values)
    .map((value) => (Array.isArray(value) ? value.length : ""))
    .join();

const standInsFor = <Values extends object>(values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map((_, index) => new StandIn(name, index)) : new StandIn(name),
    ]),
  ) as Values;

class StandIn {
  readonly #name: string;
  readonly #index: number | undefined;

  constructor(name: string, index?: number) {
    this.#name = name;
    this.#index = index;
  }

  told(values: object): unknown {
    const value = (values as Record<string, unknown>)[this.#name];
    return this.#index === undefined ? value : (value as unknown[])[this.#index];
  }

  [Symbol.toPrimitive](): never {
    throw new TypeError(`${this.#name} is not known when the statement is written.`);
  }

  toJSON(): never {
    return this[Symbol.toPrimitive]();
  }
}

const CONNECTION = new StandIn("connection");
