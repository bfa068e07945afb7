/** Every page from the first to the last. `read` is asked with the cursor of the page before. */
export async function pagesOf<Page extends { cursor?: string }>(
  read: (from: { cursor?: string }) => Promise<Page>,
): Promise<Page[]> {
  const pages = [await read({})];
  for (let { cursor } = pages[0]!; cursor !== undefined; cursor = pages.at(-1)!.cursor) {
    if (pages.length > 10_000) throw new Error("The pages never end.");
    pages.push(await read({ cursor }));
  }
  return pages;
}
