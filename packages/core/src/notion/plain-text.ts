/** The text of a rich text array as Notion answers it; `""` for anything else. */
export const plainText = (items: unknown): string =>
  Array.isArray(items)
    ? items.map((item: { plain_text?: unknown } | null) => String(item?.plain_text ?? "")).join("")
    : "";
