import { createHash, createHmac } from "node:crypto";

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The signature that a service with S3's API finds right for a presigned GET, whatever the link itself says:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export function signatureOf(link: URL, secretAccessKey: string): string {
  const query = [...link.searchParams].filter(([name]) => name !== "X-Amz-Signature");
  const request = [
    "GET",
    link.pathname
      .split("/")
      .map((part) => encode(decodeURIComponent(part)))
      .join("/"),
    query
      .map((pair) => pair.map(encode).join("="))
      .sort()
      .join("&"),
    `host:${link.host}\n`,
    "host",
    "UNSIGNED-PAYLOAD",
  ].join("\n");
  const date = link.searchParams.get("X-Amz-Date") ?? "";
  const scope = (link.searchParams.get("X-Amz-Credential") ?? "").split("/").slice(1);
  const hash = createHash("sha256").update(request).digest("hex");
  const key = scope.reduce<string | Buffer>((last, part) => hmac(last, part), `AWS4${secretAccessKey}`);
  return hmac(key as Buffer, ["AWS4-HMAC-SHA256", date, scope.join("/"), hash].join("\n")).toString("hex");
}
