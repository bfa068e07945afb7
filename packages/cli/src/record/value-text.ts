/**
 * A Notion property value as one line, as it is written as well as as it is answered. What is not known is shown as JSON.
 */
export function valueText(value: unknown): string {
  if (typeof value !== "object" || value === null) return "";
  const { type, id: _id, has_more: _more, ...contents } = value as Record<string, unknown>;
  const held = typeof type === "string" ? contents[type] : Object.values(contents)[0];
  return heldText(held);
}

function heldText(held: unknown): string {
  if (held === null || held === undefined) return "";
  if (Array.isArray(held)) {
    const isText = held.every(
      (item) => item && typeof item === "object" && ("text" in item || "plain_text" in item),
    );
    return held.map(itemText).join(isText ? "" : ", ");
  }
  return typeof held === "object" ? itemText(held) : String(held);
}

function itemText(item: unknown): string {
  if (typeof item !== "object" || item === null) return String(item);
  const { plain_text, text, name, start, end, id } = item as Record<string, unknown>;
  if (typeof plain_text === "string") return plain_text;
  if (typeof text === "object" && text !== null) return String((text as { content?: unknown }).content ?? "");
  if (typeof name === "string") return name;
  if (typeof start === "string") return typeof end === "string" ? `${start} – ${end}` : start;
  return typeof id === "string" ? id : JSON.stringify(item);
}
