import { setTimeout as sleep } from "node:timers/promises";
import type { BusinessMorning, Delivery } from "@openphone-notion/testing";

import { EXIT } from "../exit-codes.js";
import { pc } from "../output/colours.js";
import { table } from "../output/table.js";
import { checkFiles } from "./check-files.js";
import { activityPages, type CheckedRow, checkRows } from "./check-rows.js";
import { createStage, type DemoStage } from "./stage.js";

export interface DemoOptions {
  seed: string;
  keep?: boolean;
}

/** Everything must be in Notion by then. */
const PATIENCE_MS = 90_000;

const say = (line = "") => process.stdout.write(`${line}\n`);

/** Plays a business morning against fakes and checks every row. Sets the exit code. */
export async function demo(options: DemoOptions): Promise<void> {
  const seed = Number(options.seed);
  if (!Number.isSafeInteger(seed)) {
    process.stderr.write("--seed takes a whole number\n");
    process.exitCode = EXIT.usage;
    return;
  }
  const stage = await createStage(seed);
  try {
    const good = await play(stage);
    process.exitCode = good ? EXIT.done : EXIT.failed;
  } finally {
    await stage.close({ keep: options.keep === true });
    if (options.keep) say(`Data folder: ${stage.dataDir}`);
  }
}

async function play(stage: DemoStage): Promise<boolean> {
  const { morning, notion, sync, sender, url } = stage;
  say(pc.bold("A business morning, end to end"));
  say(`Fake OpenPhone and Notion on loopback; the sync listens on ${url}`);
  say(
    `${morning.deliveries.length} webhooks and ${morning.mails.length} mails in 6 s; one 503 after the commit and one 429 are thrown in\n`,
  );

  notion.faults.next({ method: "POST", path: "/v1/pages" }, "503-after-commit");
  notion.faults.next({ method: "PATCH", path: "/v1/pages/:id" }, { fault: "429", retryAfterSeconds: 1 });

  const startedAt = Date.now();
  const statuses = await Promise.all([
    ...morning.deliveries.map((delivery) => deliver(stage, delivery, startedAt)),
    ...morning.mails.map((mail) => deliverMail(stage, mail, startedAt)),
  ]);
  await settle(stage);
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);

  const { rows, strays } = checkRows(stage);
  const files = await checkFiles(activityPages(notion));
  say();
  for (const line of table(
    ["", "activity", "Name", "Status", "Canvas", "with"],
    rows.map((row) => rowCells(stage, row)),
  )) {
    say(line.startsWith("✗") ? pc.red(line) : line);
  }

  const activities = rows.length;
  const health = await sync.health();
  const perActivity = (sync.notionRequests() / activities).toFixed(2);
  const { creates, updates, queries } = notion.counts;
  const accepted = statuses.filter((status) => status === 200).length;
  say();
  say(
    `Deliveries             ${statuses.length} posted, ${accepted} acknowledged, ${statuses.length - health.events.stored} duplicates`,
  );
  say(
    `Pages                  ${activities - rows.filter((row) => !row.page).length} of ${activities}, ${strays} too many`,
  );
  say(
    `Notion requests        ${sync.notionRequests()} = ${perActivity} per activity (${creates} creates, ${updates} updates, ${queries} queries)`,
  );
  say(`Files archived         ${files.opened} open through their links, ${files.broken} do not`);
  say(`Key sent to media host ${stage.openphone.media.sawAuthorization ? "YES" : "never"}`);
  say(`Time                   ${seconds} s`);

  const bad = rows.filter((row) => row.problems.length > 0);
  for (const { expected, problems } of bad) say(pc.red(`✗ ${expected.key}: ${problems.join("; ")}`));
  const undelivered = sender.log.filter((delivery) => delivery.state !== "delivered").length;
  const good =
    bad.length === 0 &&
    strays === 0 &&
    files.broken === 0 &&
    undelivered === 0 &&
    health.depth === 0 &&
    health.parked === 0 &&
    !stage.openphone.media.sawAuthorization;
  say(good ? pc.green("\n✓ every row is there, once and complete") : pc.red("\n✗ not as it should be"));
  return good;
}

async function deliver(
  { sender }: DemoStage,
  { atMs, system, event, note }: Delivery,
  startedAt: number,
): Promise<number | null> {
  await sleep(atMs);
  const status = await sender.deliver(event);
  sayDelivered(startedAt, system, event.type, status, note);
  return status;
}

async function deliverMail(
  { postMail }: DemoStage,
  { atMs, raw, note }: BusinessMorning["mails"][number],
  startedAt: number,
): Promise<number> {
  await sleep(atMs);
  const status = await postMail(raw);
  sayDelivered(startedAt, "", "mail", status, note);
  return status;
}

function sayDelivered(startedAt: number, system: string, type: string, status: number | null, note: string) {
  const at = `${((Date.now() - startedAt) / 1_000).toFixed(1)} s`.padStart(6);
  const answer = status === 200 ? pc.green("200") : pc.red(String(status));
  say(`${pc.dim(at)}  ${system.padEnd(3)}  ${type.padEnd(26)} ${answer}  ${pc.dim(note)}`);
}

/** Waits until nothing is left to do, saying how far it is. */
async function settle({ sync, notion }: DemoStage): Promise<void> {
  const idle = sync.idle();
  const deadline = Date.now() + PATIENCE_MS;
  for (let done = false; !done && Date.now() < deadline; ) {
    done = await Promise.race([idle.then(() => true), sleep(1_000, false)]);
    const { depth } = await sync.health();
    say(pc.dim(`        … ${activityPages(notion).length} pages, ${depth} activities waiting`));
  }
}

function rowCells({ notion }: DemoStage, { expected, page, problems }: CheckedRow): string[] {
  const values = page?.values ?? {};
  const contacts = new Map(notion.pages("canvas").map(({ id, values: { Name } }) => [id, String(Name)]));
  const linked = ((values.Canvas ?? []) as readonly string[]).map((id) => contacts.get(id) ?? "?");
  const parts = ["Recording", "Voicemail", "Summary", "Transcript", "Media", "Attachments"].filter((name) => {
    const value = values[name];
    return Array.isArray(value) ? value.length > 0 : Boolean(value);
  });
  return [
    problems.length === 0 ? "✓" : "✗",
    expected.key,
    String(values.Name ?? values.Subject ?? "–"),
    String(values.Status ?? "–"),
    linked.join(", ") || "–",
    parts.join(", ").toLowerCase() || "–",
  ];
}
