import type { S3Client } from "@aws-sdk/client-s3";
import { expect, test } from "vitest";
import { abandonUpload } from "./abandon-upload.js";
import type { S3Requests } from "./s3-requests.js";

const upload = { Bucket: "media", Key: "a", UploadId: "one" };

/** Answers each request with what `answer` makes of its name, and remembers the names. */
function service(answer: (name: string, asked: number) => object) {
  const names: string[] = [];
  const send = async (command: object) => {
    names.push(command.constructor.name);
    return answer(command.constructor.name, names.length);
  };
  return { names, s3: { send: send as S3Client["send"] } satisfies S3Requests };
}

test("is told again while parts are left", async () => {
  const { names, s3 } = service((name, asked) =>
    name === "ListPartsCommand" && asked < 4 ? { Parts: [{ PartNumber: 1 }] } : {},
  );
  await abandonUpload(s3, upload);
  const once = ["AbortMultipartUploadCommand", "ListPartsCommand"];
  expect(names).toEqual([...once, ...once]);
});

test("a service that fails now does not hide what the upload failed with", async () => {
  const { s3 } = service(() => {
    throw new Error("down");
  });
  await expect(abandonUpload(s3, upload)).resolves.toBeUndefined();
});
