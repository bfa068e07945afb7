/**
 * Notion's messages may quote what was sent ("instead was `+1555…`"). Keeps the words and the JSON path up to
 * there, and drops other quotes, e-mail addresses, links and long digit runs: fit to be logged and stored.
 */
export function redactMessage(message: string): string {
  return (
    message
      .slice(0, 1_000)
      .replace(/instead was[\s\S]*$/, "instead was …")
      .replace(/"[\s\S]*"/g, '"…"')
      .replace(/https?:\/\/\S+/g, "(link)")
      .replace(/[^\s@`]+@[^\s@`]+/g, "(e-mail)")
      // An id of Notion's names the object that is meant; its digits are no phone number.
      .replace(
        /(\b[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}\b)|\+?\d[\d\s().-]{5,}\d/gi,
        (_, id) => id ?? "(number)",
      )
  );
}
