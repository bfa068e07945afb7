/** Matches a path against a pattern such as `/v1/pages/:page_id`; gives the named parts, or `undefined`. */
export function pathPattern(pattern: string): (path: string) => Record<string, string> | undefined {
  const source = pattern.replace(/:(\w+)/g, "(?<$1>[^/]+)");
  const expression = new RegExp(`^${source}/?$`);
  return (path) => {
    const match = expression.exec(path);
    return match ? { ...match.groups } : undefined;
  };
}
