import { sameUrl } from "./same-url.js";
import type { Sameness } from "./sameness.js";

interface StoredFile {
  type?: string;
  name?: string;
  external?: { url?: string };
}

/** Links by name and address, in any order. Of a file that Notion hosts only the name can be compared. */
export function sameFiles(written: unknown, answered: unknown): Sameness {
  if (!Array.isArray(written) || !Array.isArray(answered)) return undefined;
  if (written.length !== answered.length) return false;
  const left: StoredFile[] = [...answered];
  let certain = true;
  for (const file of written as StoredFile[]) {
    const index = left.findIndex((candidate) => candidate.name === file.name && sameSource(file, candidate));
    if (index < 0) return false;
    left.splice(index, 1);
    certain &&= file.type === "external";
  }
  return certain || undefined;
}

const sameSource = (written: StoredFile, answered: StoredFile): boolean =>
  written.type === "external"
    ? answered.type === "external" && sameUrl(written.external?.url, answered.external?.url)
    : answered.type === "file";
