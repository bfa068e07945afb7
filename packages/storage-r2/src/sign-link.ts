import { AwsClient } from "aws4fetch";

/** An R2 API token for S3, which may read the bucket's objects. */
export interface R2Keys {
  /** `https://<account id>.r2.cloudflarestorage.com`, with `.eu` or `.fedramp` before `.r2` for such a bucket. */
  endpoint: string;
  /** The bucket's name. */
  bucket: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const LONGEST_LINK_S = 7 * 24 * 3_600;

/** Makes links to objects that anybody may read while they last: R2's S3 API knows them by their signature. */
export function createLinkSigner({ endpoint, bucket, ...keys }: R2Keys) {
  const client = new AwsClient({ ...keys, service: "s3", region: "auto" });
  return async (name: string, { expiresInMs }: { expiresInMs: number }): Promise<string> => {
    const expiresIn = Math.floor(expiresInMs / 1_000);
    if (!(expiresIn >= 1 && expiresIn <= LONGEST_LINK_S)) {
      throw new RangeError("A link into R2 lives for one second to seven days.");
    }
    const url = new URL(`/${bucket}/${name.split("/").map(encodeURIComponent).join("/")}`, endpoint);
    url.searchParams.set("X-Amz-Expires", String(expiresIn));
    return (await client.sign(url.href, { aws: { signQuery: true } })).url;
  };
}
