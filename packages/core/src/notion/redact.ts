/**
 * Notion's messages may quote what was sent ("instead was `+1555…`"). Keeps the words and the JSON path,
 * drops quoted values, e-mail addresses, links and long digit runs, so that the text may be logged and stored.
 */
export function redactMessage(message: string): string {
  return message
    .slice(0, 1_000)
    .replace(/instead was `[^`]*`?/g, "instead was `…`")
    .replace(/"[^"]*"/g, '"…"')
    .replace(/https?:\/\/\S+/g, "(link)")
    .replace(/[^\s@`]+@[^\s@`]+/g, "(e-mail)")
    .replace(/\+?\d[\d\s().-]{5,}\d/g, "(number)");
}
