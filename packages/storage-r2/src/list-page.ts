import type { R2BucketBinding, R2Found, R2ListOptions } from "./r2-bucket.js";
import { fromR2 } from "./store-failure.js";

/** Up to a thousand objects, in order; `next` is the name to go on behind, whatever comes and goes meanwhile. */
export async function listPage(
  bucket: R2BucketBinding,
  options: R2ListOptions,
): Promise<{ found: R2Found[]; next: string | undefined }> {
  let page = await fromR2(bucket.list(options));
  // A page may be cut short before its first object.
  while (page.truncated && page.objects.length === 0 && page.cursor !== undefined) {
    const { startAfter: _, ...rest } = options;
    page = await fromR2(bucket.list({ ...rest, cursor: page.cursor }));
  }
  return { found: page.objects, next: page.truncated ? page.objects.at(-1)?.key : undefined };
}
