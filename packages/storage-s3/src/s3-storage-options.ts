import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

export interface S3StorageOptions {
  /** It must exist. */
  bucket: string;
  /** Begins every object's name in the bucket, such as `office/`, so that several may share one. Default none. */
  prefix?: string;
  /** URL of a service other than AWS: R2, MinIO, Ceph … */
  endpoint?: string;
  /** Default: with an `endpoint` `us-east-1`, which most take for their own; else what the AWS SDK finds. */
  region?: string;
  /** Keys, or what gives them. Default: what the AWS SDK finds (environment, profile, role of the machine). */
  credentials?: NonNullable<S3ClientConfig["credentials"]>;
  /** Whether the bucket is named in the path rather than in the host. Default: with an `endpoint`. */
  pathStyle?: boolean;
  /**
   * When requests carry the checksums that S3 has learnt in 2024: `when-supported` lets AWS check and keep a CRC of each
   * body, `when-required` works with every service. Default: the former with AWS, the latter with an `endpoint`. Over TLS
   * a body with a CRC is not hashed for its signature as well; any other is, so one that changes on its way is refused.
   */
  checksums?: "when-required" | "when-supported";
  /** Takes the place of the client made from these options; whoever made it closes it. */
  client?: S3Client;
  /** Larger files are sent in parts of this size. Default 8 MiB; S3 takes no less than 5 MiB, and 10,000 parts. */
  partBytes?: number;
  /** Parts of one file under way at a time. Each takes memory of its size. Default 3. */
  parallelParts?: number;
}

const CONNECT_WITHIN_MS = 10_000;
/** Until the answer begins: a part of 8 MiB gets there in this time over 0.5 Mbit/s. */
const ANSWER_WITHIN_MS = 150_000;

/** A client for `options`. */
export function openClient(options: S3StorageOptions): S3Client {
  const { endpoint, credentials } = options;
  const region = options.region ?? (endpoint === undefined ? undefined : "us-east-1");
  const { checksums = endpoint === undefined ? "when-supported" : "when-required" } = options;
  const calculation = checksums === "when-supported" ? "WHEN_SUPPORTED" : "WHEN_REQUIRED";
  return new S3Client({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    forcePathStyle: options.pathStyle ?? endpoint !== undefined,
    requestChecksumCalculation: calculation,
    // What comes back may be read in part, and slowly: AWS checks what it stores.
    responseChecksumValidation: "WHEN_REQUIRED",
    // Asking before each part costs a connection of its own, and a wait where a service does not answer.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: CONNECT_WITHIN_MS,
      requestTimeout: ANSWER_WITHIN_MS,
      throwOnRequestTimeout: true,
    },
  });
}
