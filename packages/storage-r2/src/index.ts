export type { R2BucketBinding } from "./r2-bucket.js";
export { createR2Storage, type R2StorageOptions } from "./r2-storage.js";
export type { R2Keys } from "./sign-link.js";
