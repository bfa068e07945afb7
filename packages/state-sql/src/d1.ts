import { toStoreError } from "./cloudflare-error.js";
import { isSelect } from "./is-select.js";
import type { SqlDriver } from "./sql-driver.js";

/** What is used of a D1 binding; Cloudflare's `D1Database` has it. */
export interface D1Binding {
  prepare(sql: string): D1Statement;
  batch(statements: D1Statement[]): Promise<{ results: unknown[]; meta: { changes: number } }[]>;
}

interface D1Statement {
  bind(...values: unknown[]): D1Statement;
}

/**
 * Runs the store on a D1 binding: each batch is one request to the database, which runs it as one transaction on the
 * primary and answers when that is durable. There is nothing to close.
 */
export function openD1(database: D1Binding): SqlDriver {
  return {
    dialect: "sqlite",
    async batch(statements) {
      if (statements.length === 0) return [];
      try {
        const answers = await database.batch(
          statements.map(({ sql, parameters }) => database.prepare(sql).bind(...parameters)),
        );
        return answers.map(({ results, meta }, index) => ({
          rows: results as Record<string, unknown>[],
          // Nothing is said of rows that were only read.
          changes: results.length || (isSelect(statements[index]!) ? 0 : meta.changes),
        }));
      } catch (error) {
        throw toStoreError(error);
      }
    },
    async close() {},
  };
}
