import type { StateStore, Storage, SyncOptions } from "@openphone-notion/core";

/**
 * How to run the sync in one Node process. Everything has a default or an environment name (in brackets); an
 * option given here wins over the environment.
 */
export interface NodeSyncOptions extends SyncOptions {
  /** [`DATA_DIR`] Folder of the database and, unless they lie in S3, of the media files. Default `./data`. */
  dataDir?: string;
  /** [`STORAGE`] Where media files lie: `disk` (default) or `s3`. */
  storage?: "disk" | "s3";
  /** For `storage: "s3"`. Without keys the AWS SDK looks for some: in the environment, a profile, the machine's role. */
  s3?: {
    /** [`S3_BUCKET`] It must be there. */
    bucket?: string;
    /** [`S3_PREFIX`] Begins all names in the bucket, such as `openphone/`. Default none. */
    prefix?: string;
    /** [`S3_ENDPOINT`] URL of a service other than AWS: R2, MinIO, Ceph … */
    endpoint?: string;
    /** [`S3_REGION`] Default `us-east-1` with an endpoint, else what the AWS SDK finds. */
    region?: string;
    /** [`S3_ACCESS_KEY_ID`] */
    accessKeyId?: string;
    /** [`S3_SECRET_ACCESS_KEY`] */
    secretAccessKey?: string;
    /** [`S3_PATH_STYLE`, `on` or `off`] Name the bucket in the path, not in the host. Default with an endpoint. */
    pathStyle?: boolean;
  };
  /**
   * Adapters of your own in the place of the embedded ones, which the suites of `@openphone-notion/testing` have proven. They
   * are yours to close. The data folder still holds what the processes of a machine share.
   */
  adapters?: {
    /** For media files; `storage` and `s3` count no more. */
    storage?: Storage;
    /** For everything that must last. */
    store?: StateStore;
  };
  /** [`HOST`] Default `127.0.0.1`. */
  host?: string;
  /** [`PORT`] Default 8787. */
  port?: number;
}
