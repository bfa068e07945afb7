import type { S3Client } from "@aws-sdk/client-s3";
import { signBodyOnce } from "./sign-body-once.js";
import { S3Failure } from "./store-failure.js";

/** A client whose every failure is an `S3Failure`. */
export type S3Requests = Pick<S3Client, "send">;

export function requestsOf(client: S3Client): S3Requests {
  const send = async (...request: Parameters<S3Client["send"]>) => {
    // Not on the client itself, which may be somebody else's.
    signBodyOnce(request[0].middlewareStack as S3Client["middlewareStack"]);
    try {
      return await client.send(...request);
    } catch (error) {
      throw new S3Failure(error instanceof Error ? error : {});
    }
  };
  return { send: send as S3Client["send"] };
}
