import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { S3Server } from "./s3-server.js";

const PROGRAMS = ["monmaptool", "ceph-mon", "ceph", "ceph-osd", "radosgw-admin", "radosgw"];
/** What Debian has them in. */
export const RADOSGW_PACKAGES = "ceph-mon ceph-osd radosgw ceph-common";

export const hasRadosgw = (): boolean =>
  PROGRAMS.every((program) => spawnSync(program, ["--version"]).error === undefined);

/**
 * Ceph's object gateway: a real S3 service that checks signatures and lifetimes. A cluster of one monitor and one
 * store in memory, in a folder of its own, that takes `bytes`; up in about ten seconds.
 */
export async function startRadosgw({ bytes = 2 * 2 ** 30 } = {}): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), "radosgw-"));
  const [monitorPort, port] = [await freePort(), await freePort()];
  const credentials = { accessKeyId: "test-access", secretAccessKey: "test-secret" };
  const fsid = randomUUID();
  const file = join(folder, "ceph.conf");
  for (const name of ["mon", "osd", "rgw", "run", "log"]) mkdirSync(join(folder, name));
  writeFileSync(file, configuration({ folder, fsid, monitorPort, port, bytes }));

  const processes: ChildProcess[] = [];
  const kill = () => processes.map((child) => child.kill("SIGKILL"));
  process.once("exit", kill);
  const run = async (program: string, ...args: string[]) =>
    (await promisify(execFile)(program, args)).stdout.trim();
  const keepRunning = (program: string, ...args: string[]) =>
    processes.push(spawn(program, [...args, "-f"], { stdio: "ignore" }));

  const monmap = join(folder, "monmap");
  await run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", `[v2:127.0.0.1:${monitorPort}]`, monmap);
  await run("ceph-mon", "-c", file, "--mkfs", "-i", "a", "--monmap", monmap);
  keepRunning("ceph-mon", "-c", file, "-i", "a");

  const uuid = randomUUID();
  const id = await run("ceph", "-c", file, "osd", "new", uuid);
  await run("ceph-osd", "-c", file, "-i", id, "--mkfs", "--osd-uuid", uuid);
  await run("ceph", "-c", file, "osd", "crush", "add", `osd.${id}`, "1", "root=default", "host=local");
  keepRunning("ceph-osd", "-c", file, "-i", id);

  const user = ["--uid", "test", "--display-name", "test"];
  const { accessKeyId, secretAccessKey } = credentials;
  const keys = ["--access-key", accessKeyId, "--secret-key", secretAccessKey];
  await run("radosgw-admin", "-c", file, "user", "create", ...user, ...keys);
  keepRunning("radosgw", "-c", file, "-n", "client.rgw");
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint);

  return {
    ...{ endpoint, credentials },
    async stop() {
      const ended = processes.map((child) => new Promise((resolve) => child.once("exit", resolve)));
      kill();
      await Promise.all(ended);
      process.off("exit", kill);
      rmSync(folder, { recursive: true });
    },
  };
}

interface Configuration {
  folder: string;
  fsid: string;
  monitorPort: number;
  port: number;
  bytes: number;
}

const configuration = (at: Configuration) => `
[global]
fsid = ${at.fsid}
auth_cluster_required = none
auth_service_required = none
auth_client_required = none
mon_host = [v2:127.0.0.1:${at.monitorPort}]
public_addr = 127.0.0.1
cluster_addr = 127.0.0.1
osd_pool_default_size = 1
osd_pool_default_min_size = 1
osd_pool_default_pg_num = 4
osd_pool_default_pg_autoscale_mode = off
mon_allow_pool_size_one = true
osd_crush_chooseleaf_type = 0
osd_objectstore = memstore
memstore_device_bytes = ${at.bytes}
mon_data = ${at.folder}/mon
osd_data = ${at.folder}/osd
run_dir = ${at.folder}/run
admin_socket = ${at.folder}/run/$name.asok
log_file = ${at.folder}/log/$name.log
[client.rgw]
rgw_data = ${at.folder}/rgw
rgw_frontends = beast endpoint=127.0.0.1:${at.port}
rgw_dns_name = localhost
ms_mon_client_mode = crc
auth_client_required = none
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(url: string): Promise<void> {
  for (const until = Date.now() + 60_000; ; ) {
    try {
      await fetch(url);
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
