import { SyncError } from "@openphone-notion/core";

/**
 * A request to the S3 service that failed. The AWS SDK's own error is not kept as its cause: that of a refused
 * signature quotes the request with its session token.
 */
export class S3Failure extends SyncError {
  /** S3's name for it, such as `NoSuchKey`, or that of the network's error. */
  readonly reason: string;

  constructor(error: {
    name?: unknown;
    code?: unknown;
    message?: unknown;
    $metadata?: { httpStatusCode?: number };
  }) {
    const status = error.$metadata?.httpStatusCode;
    const reason = String((status === undefined && error.code) || error.name);
    const isRefusal = status !== undefined && status >= 400 && status < 500;
    const hint = isRefusal ? "; see that the bucket is there and these credentials may use it" : "";
    const problem =
      status === undefined
        ? `cannot be used (${isTold(error) ? error.message : reason})`
        : `answered ${reason} (${status})${hint}`;
    super("store_unavailable", `The S3 service ${problem}.`, {
      retry: "after",
      ...(status === undefined ? {} : { status }),
    });
    this.reason = reason;
  }
}

/** What the SDK says of its own settings before it asks: no region, no credentials. */
const isTold = ({ name, code, message }: { name?: unknown; code?: unknown; message?: unknown }): boolean =>
  code === undefined &&
  (name === "Error" || name === "CredentialsProviderError") &&
  typeof message === "string" &&
  /^[^\n]{1,120}$/.test(message);

/** What `request` resolves with; `undefined` when the object or the upload that it is about is not there. */
export async function unlessAbsent<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (isReason(error, "NoSuchKey", "NotFound", "NoSuchUpload")) return undefined;
    throw error;
  }
}

export const isReason = (error: unknown, ...reasons: string[]): boolean =>
  error instanceof S3Failure && reasons.includes(error.reason);
