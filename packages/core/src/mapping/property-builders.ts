import type { MappingContext, Meaning, MeaningValue, Property } from "./property.js";

/** Makes one column. `undefined` as its value leaves the column of the page as it is. */
export type PropertyBuilder<M extends Meaning> = <A>(
  value: (activity: A, context: MappingContext) => MeaningValue[M] | undefined,
) => Property<A, M>;

const builder =
  <M extends Meaning>(meaning: M): PropertyBuilder<M> =>
  (value) => ({ meaning, value });

/** The business id of the activity. Recovery after a crash finds the page by it. */
export const id = builder("id");
/** What the page is called. */
export const title = builder("title");
/** Text of any length: what its property cannot hold goes on in the page. `""` empties it. */
export const text = builder("text");
/** A phone number, preferably E.164; several joined with `, ` are fine. */
export const phone = builder("phone");
/** One e-mail address. */
export const email = builder("email");
/** An ISO 8601 date or instant. */
export const date = builder("date");
/** One option. A comma, which Notion forbids in option names, becomes a semicolon. */
export const select = builder("select");
/** Options, at most 100, each once; commas become semicolons. In a text they are joined with `, `. */
export const multiSelect = builder("multiSelect");
/** A finite number; others are left out. A text or select shows it as it is written in JavaScript. */
export const number = builder("number");
/** Goes into a checkbox alone. */
export const checkbox = builder("checkbox");
/** An `http`, `https`, `mailto` or `tel` link. */
export const url = builder("url");
/** Links to files; Notion shows them without copying them. */
export const files = builder("files");
/** Page ids of another database. */
export const relation = builder("relation");
