/**
 * Text from outside as a terminal may show it: without control characters, which could move the cursor or
 * recolour what stands around them, and without marks that turn the direction of writing.
 */
export const printable = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "�")
    .replace(/\t/g, "  ");
