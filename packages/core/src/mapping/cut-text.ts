/** Where to end a piece of well-formed text that starts at `start`: `units` on at most, never inside a surrogate pair. */
export function cutAt(text: string, start: number, units: number): number {
  const end = start + units;
  if (end >= text.length) return text.length;
  const last = text.charCodeAt(end - 1);
  return last >= 0xd800 && last <= 0xdbff ? end - 1 : end;
}

/** The text itself, or its beginning with an ellipsis, `units` long at most. */
export const excerpt = (text: string, units: number): string =>
  text.length <= units ? text : `${text.slice(0, cutAt(text, 0, units - 1)).trimEnd()}…`;
