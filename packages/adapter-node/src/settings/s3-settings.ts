import type { Values } from "./environment.js";

/**
 * What the settings say to `createS3Storage`. Spelt out here: who keeps media files on disk has no storage-s3 whose
 * types could be named.
 */
export interface S3Settings {
  bucket: string;
  prefix?: string;
  endpoint?: string;
  region?: string;
  pathStyle?: boolean;
  /** Absent: the AWS SDK looks for some. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Where media files lie in S3; `undefined` when they do not, or when nothing says in which bucket. */
export function s3Settings(values: Partial<Values>): S3Settings | undefined {
  const { STORAGE, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY } = values;
  if (STORAGE !== "s3" || S3_BUCKET === undefined) return undefined;
  const hasKeys = S3_ACCESS_KEY_ID !== undefined && S3_SECRET_ACCESS_KEY !== undefined;
  return {
    bucket: S3_BUCKET,
    ...(values.S3_PREFIX === undefined ? {} : { prefix: values.S3_PREFIX }),
    ...(values.S3_ENDPOINT === undefined ? {} : { endpoint: values.S3_ENDPOINT }),
    ...(values.S3_REGION === undefined ? {} : { region: values.S3_REGION }),
    ...(values.S3_PATH_STYLE === undefined ? {} : { pathStyle: values.S3_PATH_STYLE }),
    ...(hasKeys
      ? { credentials: { accessKeyId: S3_ACCESS_KEY_ID, secretAccessKey: S3_SECRET_ACCESS_KEY } }
      : {}),
  };
}
