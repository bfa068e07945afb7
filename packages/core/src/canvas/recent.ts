/** Remembers the `limit` values used last. */
export function createRecent<Value>(limit: number) {
  // A Map keeps the order of insertion, so its first key is the one not used for longest.
  const values = new Map<string, Value>();
  return {
    get(key: string): Value | undefined {
      const value = values.get(key);
      if (value !== undefined) {
        values.delete(key);
        values.set(key, value);
      }
      return value;
    },
    delete(key: string): void {
      values.delete(key);
    },
    set(key: string, value: Value): void {
      values.delete(key);
      values.set(key, value);
      if (values.size > limit) values.delete(values.keys().next().value!);
    },
  };
}
