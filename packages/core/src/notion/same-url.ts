/** Whether two links lead to the same place, however they are spelled (`https://example.com`, with a slash). */
export function sameUrl(written: unknown, answered: unknown): boolean {
  return written === answered || (typeof written === "string" && spelled(written) === spelled(answered));
}

const spelled = (url: unknown): unknown =>
  typeof url === "string" && URL.canParse(url) ? new URL(url).href : url;
