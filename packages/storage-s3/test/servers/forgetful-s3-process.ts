// An S3 service that keeps the sizes of its objects and no byte of them, in a process of its own, so that what it
// needs is not counted as the storage's. An object that was not put has as many bytes as its name says.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

const CHUNK = Buffer.alloc(64 * 1024);

function* zeros(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= CHUNK.byteLength) yield CHUNK.subarray(0, left);
}

const sizes = new Map<string, number>();
const sizeOf = (path: string): number => sizes.get(path) ?? Number(path.split("/").at(-1));

/** How many bytes came. */
async function take(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
  });
  await new Promise((resolve) => request.once("end", resolve));
  return bytes;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "GET" || request.method === "HEAD") {
    const size = sizeOf(pathname);
    if (Number.isNaN(size)) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "audio/mpeg", "content-length": size });
    return request.method === "HEAD" ? void response.end() : pipeline(Readable.from(zeros(size)), response);
  }
  const bytes = await take(request);
  if (searchParams.has("uploads")) {
    sizes.set(pathname, 0);
    response.end("<InitiateMultipartUploadResult><UploadId>one</UploadId></InitiateMultipartUploadResult>");
  } else if (request.method === "POST") {
    response.end("<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>");
  } else if (request.headers["x-amz-copy-source"]) {
    response.end("<CopyObjectResult><ETag>whole</ETag></CopyObjectResult>");
  } else {
    const before = searchParams.has("partNumber") ? (sizes.get(pathname) ?? 0) : 0;
    sizes.set(pathname, before + bytes);
    response.writeHead(200, { etag: '"part"' }).end();
  }
}

const server = createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
process.on("disconnect", () => process.exit());
