/** Lines that are no packed Base64, and lines that may begin a part. The parser takes some 15 µs and 2 KB for each. */
const MOST_LINES = 50_000;
const MOST_PARTS = 5_000;

const NEWLINE = 10;
const SPACE = 32;
const DASH = 45;

/** Whether a mail is made so that parsing it would take seconds, or hundreds of megabytes. Attachments do not count. */
export function isCostly(raw: Uint8Array): boolean {
  let lines = 0;
  let parts = 0;
  let space = raw.indexOf(SPACE);
  for (let start = 0; start < raw.length; ) {
    const newline = raw.indexOf(NEWLINE, start);
    const end = newline === -1 ? raw.length : newline;
    if (space !== -1 && space < start) space = raw.indexOf(SPACE, start);
    const isPacked = end - start >= 60 && (space === -1 || space > end);
    if (!isPacked && ++lines > MOST_LINES) return true;
    if (raw[start] === DASH && raw[start + 1] === DASH && ++parts > MOST_PARTS) return true;
    start = end + 1;
  }
  return false;
}
