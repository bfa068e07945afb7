import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { createS3Storage, type S3Storage, type S3StorageOptions } from "../../src/index.js";

/** An S3 service for tests, on this machine. */
export interface S3Server {
  endpoint: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  stop(): Promise<void>;
}

export const BUCKET = "media";

/** A client that does what the storage under test is not asked to: to look at the bucket from outside. */
export const clientOf = ({ endpoint, credentials }: S3Server): S3Client =>
  new S3Client({
    ...{ endpoint, credentials, region: "us-east-1", forcePathStyle: true },
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });

export async function makeBucket(server: S3Server): Promise<void> {
  const client = clientOf(server);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  client.destroy();
}

export const storageOn = (server: S3Server, options: Partial<S3StorageOptions> = {}): S3Storage =>
  createS3Storage({ bucket: BUCKET, endpoint: server.endpoint, credentials: server.credentials, ...options });
