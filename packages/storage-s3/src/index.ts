export * from "./s3-storage.js";
export * from "./s3-storage-options.js";
