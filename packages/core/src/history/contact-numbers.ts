/** Contact pages by number and address. */
export class ContactNumbers {
  readonly #pages = new Map<string, { createdAt: string; identifiers: ReadonlySet<string> }>();
  readonly #pagesOf = new Map<string, Set<string>>();

  /** What a page holds now; what it held before is forgotten. */
  put(pageId: string, createdAt: string, identifiers: readonly string[]): void {
    for (const identifier of this.#pages.get(pageId)?.identifiers ?? []) {
      this.#pagesOf.get(identifier)?.delete(pageId);
    }
    this.#pages.set(pageId, { createdAt, identifiers: new Set(identifiers) });
    for (const identifier of identifiers) {
      const pages = this.#pagesOf.get(identifier) ?? new Set();
      this.#pagesOf.set(identifier, pages.add(pageId));
    }
  }

  /** Oldest first. */
  pagesOf(identifier: string): string[] {
    const createdAt = (pageId: string) => this.#pages.get(pageId)?.createdAt ?? "";
    return [...(this.#pagesOf.get(identifier) ?? [])].sort((a, b) => (createdAt(a) < createdAt(b) ? -1 : 1));
  }
}
