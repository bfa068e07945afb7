import type { Filter, Logger, Mapping, Property, PropertyMapping } from "@openphone-notion/core";

/** Something that could not be written, as the engine logs it; `reason` is free of personal data. */
export interface Unwritten {
  database: string;
  property: string;
  reason: string;
}

/** A logger that hands on to another, and keeps what could not be written. */
export function notingWarnings(logger: Logger): { logger: Logger; warnings: Unwritten[] } {
  const warnings: Unwritten[] = [];
  const noting: Logger = {
    debug: (event, fields) => logger.debug(event, fields),
    info: (event, fields) => logger.info(event, fields),
    warn(event, fields) {
      if (event === "mapping.not_written") warnings.push({ ...fields } as unknown as Unwritten);
      logger.warn(event, fields);
    },
    error: (event, fields) => logger.error(event, fields),
  };
  return { logger: noting, warnings };
}

/** The same mapping and filter, but what they throw is kept: the engine keeps only its code and message. */
export function notingThrows(mapping: Mapping, filter: Filter | undefined) {
  const thrown: unknown[] = [];
  const noting =
    <Args extends unknown[], T>(work: (...args: Args) => T) =>
    (...args: Args): T => {
      try {
        return work(...args);
      } catch (error) {
        thrown.push(error);
        throw error;
      }
    };
  const columns = <A>(of: PropertyMapping<A>): PropertyMapping<A> =>
    Object.fromEntries(
      Object.entries<Property<A>>(of).map(([name, property]) => [
        name,
        { ...property, value: noting(property.value) },
      ]),
    );
  return {
    thrown,
    mapping: {
      calls: columns(mapping.calls),
      messages: columns(mapping.messages),
      mail: columns(mapping.mail),
    } satisfies Mapping,
    ...(filter && { filter: noting(filter) }),
  };
}
