import { env } from "cloudflare:workers";
import type { R2BucketBinding, R2Upload } from "../src/r2-bucket.js";

export interface RecordingBucket extends R2BucketBinding {
  /** What was asked of it, in order. */
  readonly seen: string[];
  /** Parts under way at the same time, at most. */
  readonly mostParts: number;
  /** Uploads that were begun. */
  readonly uploads: R2Upload[];
}

/** The real bucket, watched; `before` is awaited before a request reaches it, and may refuse it. */
export function recordingBucket(before: (request: string) => unknown = () => {}): RecordingBucket {
  const seen: string[] = [];
  const uploads: R2Upload[] = [];
  const parts = { now: 0, most: 0 };
  const pass = async <T>(request: string, run: () => Promise<T>): Promise<T> => {
    seen.push(request);
    await before(request);
    return run();
  };
  return {
    seen,
    uploads,
    get mostParts() {
      return parts.most;
    },
    head: (name) => env.MEDIA.head(name),
    get: (name, options) => env.MEDIA.get(name, options),
    put: (name, body, facts) => pass("put", () => env.MEDIA.put(name, body, facts)),
    delete: (name) => env.MEDIA.delete(name),
    list: (options) => env.MEDIA.list(options),
    createMultipartUpload: (name, facts) =>
      pass("create", async () => {
        const upload = await env.MEDIA.createMultipartUpload(name, facts);
        uploads.push(upload);
        return {
          async uploadPart(partNumber, bytes) {
            parts.most = Math.max(parts.most, ++parts.now);
            try {
              return await pass("part", () => upload.uploadPart(partNumber, bytes));
            } finally {
              parts.now--;
              seen.push("part done");
            }
          },
          complete: (all) => pass("complete", () => upload.complete(all)),
          abort: () => pass("abort", () => upload.abort()),
        };
      }),
  };
}
