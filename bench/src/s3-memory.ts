import { startChild } from "./child.ts";
import { figure, heading, row } from "./print.ts";
import type { S3Transfer, S3TransferFigures } from "./s3-memory-process.ts";

const BYTES = 500_000_000;
/** Keeps nothing and answers at once, in a process of its own. */
const FORGETFUL_S3 = "../../packages/storage-s3/test/servers/forgetful-s3-process.ts";

/** What a long recording takes on its way into S3 and out of it. */
export async function s3Memory(): Promise<void> {
  heading(
    `s3-memory: ${figure(BYTES / 1_000_000)} MB through S3 storage, and plainly, to a service that keeps nothing`,
  );
  const service = await startChild<{ port: number }>(FORGETFUL_S3);
  const ways: [S3Transfer["way"], string][] = [
    ["put", "put, 3 parts of 8 MiB at a time"],
    ["get", "get"],
    ["pipeline", "the same bytes by a plain pipeline()"],
    ["hashed pipeline", "the same, hashed on the way as S3 demands"],
  ];
  const cpuOf = new Map<S3Transfer["way"], number>();
  for (const [way, name] of ways) {
    // What one has left behind is not counted against the next.
    const client = await startChild("s3-memory-process.ts", { port: service.ready.port });
    const { ms, growth, cpuMs } = await client.ask<S3TransferFigures>({
      way,
      bytes: BYTES,
    } satisfies S3Transfer);
    await client.stop();
    cpuOf.set(way, cpuMs);
    row(
      name,
      `RSS grew by ${figure(growth / 2 ** 20, 1)} MiB   ${figure(BYTES / 1_000 / ms)} MB/s   CPU ${figure(cpuMs)} ms`,
    );
  }
  const ratio = (cpuOf.get("put") ?? 0) / (cpuOf.get("hashed pipeline") ?? 1);
  row("put, of the CPU of the hashed pipeline()", `${figure(ratio * 100)} %`);
  await service.stop();
}
