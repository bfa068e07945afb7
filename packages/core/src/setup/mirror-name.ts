/**
 * What the other side of a relation is called in the contact database: after the database, if that name is free
 * there; else after both; else there is none. Takes the name out of those that are free.
 */
export function mirrorName(database: string, relation: string, taken: Set<string>): string | undefined {
  const name = [database, `${database} (${relation})`].find((candidate) => !taken.has(candidate));
  if (name !== undefined) taken.add(name);
  return name;
}
