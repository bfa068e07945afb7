// An S3 service that keeps nothing, in a process of its own, so that what it needs is not counted as the
// storage's. An object has as many bytes as its name says.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const CHUNK = Buffer.alloc(64 * 1024);

function* zeros(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= CHUNK.byteLength) yield CHUNK.subarray(0, left);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "GET") {
    const size = Number(pathname.split("/").at(-1));
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": size });
    return pipeline(Readable.from(zeros(size)), response);
  }
  request.resume();
  await new Promise((resolve) => request.once("end", resolve));
  if (searchParams.has("uploads")) {
    response.end("<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>");
  } else if (request.method === "POST") {
    response.end("<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>");
  } else {
    response.writeHead(200, { etag: '"part"' }).end();
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit());
