/** Text that Notion can store: without control characters other than `\n` and `\t`, lone surrogates as U+FFFD. */
export function cleanText(text: string): string {
  return text.replace(/[\0-\x08\x0B-\x1F\x7F-\x9F]/g, "").replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** The same on one line, with no space to spare. */
export const oneLine = (text: string): string => cleanText(text.replace(/\s+/g, " ")).trim();
