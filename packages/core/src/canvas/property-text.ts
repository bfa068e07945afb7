/**
 * The texts that a property value of a Notion page holds, for the types in which people keep numbers and
 * addresses; none for other types, and for what Notion could not compute (`unsupported`, `incomplete`).
 */
export function propertyTexts(value: unknown): string[] {
  if (!isObject(value) || typeof value.type !== "string") return [];
  const content = value[value.type];
  switch (value.type) {
    case "title":
    case "rich_text":
      // Joined, because formatting may split a number in the middle.
      return Array.isArray(content) ? [content.map(plainText).join("")] : [];
    case "phone_number":
    case "email":
    case "url":
    case "string":
      return typeof content === "string" ? [content] : [];
    case "number":
      return typeof content === "number" ? [String(content)] : [];
    case "formula":
    case "rollup":
      return propertyTexts(content);
    case "array":
      return Array.isArray(content) ? content.flatMap(propertyTexts) : [];
    default:
      return [];
  }
}

const plainText = (item: unknown): string =>
  isObject(item) && typeof item.plain_text === "string" ? item.plain_text : "";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;
