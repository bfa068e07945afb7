const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Milliseconds since the epoch of an ISO 8601 instant, `undefined` for any other text. A time without a zone
 * is UTC, as all of OpenPhone's times are; an offset may lack its colon, as some of them do.
 */
export function parseTime(text: string): number | undefined {
  const match = INSTANT.exec(text);
  if (!match) return undefined;
  const [, local, zone = "Z"] = match;
  const milliseconds = Date.parse(local + zone.replace(/^(...)(\d\d)$/, "$1:$2"));
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** The instant in one spelling: senders write the same time with and without milliseconds. */
export function isoTime(text: string | undefined): string | undefined {
  const milliseconds = text === undefined ? undefined : parseTime(text);
  return milliseconds === undefined ? undefined : new Date(milliseconds).toISOString();
}
