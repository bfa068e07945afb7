import type { S3Client } from "@aws-sdk/client-s3";

/**
 * Has a body that its CRC vouches for and TLS protects not be hashed once more for the signature, as AWS's command line
 * does: SHA-256 is what sending costs most. Without TLS, or for a service that knows no CRC, the signature covers the body.
 */
export function signBodyOnce(stack: S3Client["middlewareStack"]): void {
  stack.add(
    (next) => (args) => {
      const { protocol, headers } = args.request as { protocol: string; headers: Record<string, string> };
      const hasChecksum = Object.keys(headers).some((name) => name.startsWith("x-amz-checksum-"));
      if (hasChecksum && protocol === "https:") headers["x-amz-content-sha256"] = "UNSIGNED-PAYLOAD";
      return next(args);
    },
    { name: "signBodyOnce", step: "build", priority: "low", override: true },
  );
}
