/** What is used of an R2 binding; Cloudflare's `R2Bucket` has it. */
export interface R2BucketBinding {
  head(name: string): Promise<R2Found | null>;
  get(name: string, options: { range?: { offset: number; length?: number } }): Promise<R2FoundBody | null>;
  put(name: string, body: ReadableStream | Uint8Array, options: R2Facts): Promise<unknown>;
  delete(name: string): Promise<void>;
  list(options: R2ListOptions): Promise<{ objects: R2Found[]; truncated: boolean; cursor?: string }>;
  createMultipartUpload(name: string, options: R2Facts): Promise<R2Upload>;
}

/** What is kept beside a file. */
export interface R2Facts {
  httpMetadata: { contentType: string };
  customMetadata: Record<string, string>;
}

export interface R2Found {
  key: string;
  size: number;
  httpMetadata?: { contentType?: string };
  customMetadata?: Record<string, string>;
}

interface R2FoundBody extends R2Found {
  body: ReadableStream;
}

export interface R2ListOptions {
  prefix: string;
  startAfter?: string;
  cursor?: string;
  include?: ("httpMetadata" | "customMetadata")[];
}

export interface R2Upload {
  uploadPart(partNumber: number, bytes: Uint8Array): Promise<R2Part>;
  complete(parts: R2Part[]): Promise<unknown>;
  abort(): Promise<void>;
}

export interface R2Part {
  partNumber: number;
  etag: string;
}
