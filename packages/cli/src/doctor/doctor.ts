import { join } from "node:path";
import {
  createNodeSync,
  type Inspection,
  inspectSettings,
  openNodeState,
  openStorage,
  s3Settings,
} from "@openphone-notion/adapter-node";
import {
  defaultMapping,
  type Mapping,
  NO_CONTACTS,
  type PropertyMapping,
  silentLogger,
} from "@openphone-notion/core";
import { type Clients, openClients } from "../clients.js";
import type { Config } from "../config-file.js";
import { EXIT } from "../exit-codes.js";
import { loadConfig, readEnvironment } from "../load-config.js";
import { storageProblems } from "../media/storage-problems.js";
import { pc } from "../output/colours.js";
import { createOutput } from "../output/output.js";
import { printable } from "../output/printable.js";
import { webhookUrl } from "../webhook-events.js";
import type { StateOptions } from "../with-state.js";
import { checkArrival } from "./check-arrival.js";
import { checkClock } from "./check-clock.js";
import { checkContacts, checkLinks } from "./check-contacts.js";
import { checkDatabase, checkWriting } from "./check-database.js";
import { checkNotion } from "./check-notion.js";
import { checkOpenPhone } from "./check-openphone.js";
import { checkState } from "./check-state.js";
import { checkStorage } from "./check-storage.js";
import { checkTestEvent, checkWebhook } from "./check-webhook.js";
import { type Finding, fail, look, ok, warn } from "./finding.js";
import { listeningFindings } from "./listening.js";

export interface DoctorOptions extends StateOptions {
  write?: boolean;
}

const MARKS = { ok: pc.green("✓"), warn: pc.yellow("!"), fail: pc.red("✗") };

/** Looks at everything that must be right, in the order in which one would mend it. Exit code 3 where something fails. */
export async function doctor(options: DoctorOptions): Promise<number> {
  const config = await loadConfig(options.config);
  const environment = readEnvironment(options.settings);
  const output = createOutput(options);
  let fails = 0;
  let warnings = 0;
  for await (const { check, status, text, todo } of findings(config, environment, options)) {
    if (status === "fail") fails++;
    if (status === "warn") warnings++;
    output.object({ check, status, text, ...(todo ? { todo } : {}) });
    output.line(`${MARKS[status]} ${pc.bold(check)}  ${printable(text)}`);
    if (todo) output.line(`    → ${todo}`);
  }
  output.line();
  output.line(
    fails + warnings === 0
      ? "All is well."
      : `${fails} to mend, ${warnings} worth a look. Then run doctor again.`,
  );
  return fails > 0 ? EXIT.findings : EXIT.done;
}

async function* findings(
  config: Config,
  environment: Record<string, string | undefined>,
  options: DoctorOptions,
): AsyncGenerator<Finding> {
  const inspection = inspectSettings(config, environment);
  const { values, problems } = inspection;
  for (const { name, missing, holds } of problems) {
    yield fail(
      "settings",
      `${name} ${missing ? "is missing" : "is not valid"}.`,
      `It should hold ${holds}. openphone-notion init asks for it.`,
    );
  }
  if (problems.length === 0) yield ok("settings", "All there.");

  const dataDir = values.DATA_DIR ?? "./data";
  const s3 = s3Settings(values);
  const isPlaceKnown = storageProblems(inspection).length === 0;
  const storage = await look("storage", async () =>
    isPlaceKnown
      ? checkStorage(
          () => openStorage({ dataDir, ...(s3 ? { s3 } : {}) }, silentLogger),
          s3 ? `the bucket ${s3.bucket}${s3.prefix ? ` (${s3.prefix})` : ""}` : join(dataDir, "media"),
          s3
            ? "Check S3_BUCKET, S3_REGION, S3_ENDPOINT and the keys, and that they may read, write, list and delete."
            : "Make DATA_DIR writable for this user, and see that the disk is not full.",
        )
      : [],
  );
  yield* storage;
  const state = await look("state", async () => {
    const opened = await openNodeState(dataDir);
    return checkState(opened.store).finally(() => opened.close());
  });
  yield* state;
  const services = [values.OPENPHONE_API_BASE, values.NOTION_API_BASE].filter((url) => url !== undefined);
  yield* await look("clock", () => checkClock(services));
  const canReceive = problems.length === 0 && [...storage, ...state].every(({ status }) => status !== "fail");
  const clients = await openClients(values);
  try {
    yield* checkNotionSide(clients.notion(), values, config.mapping ?? defaultMapping, options);
    yield* checkOpenPhoneSide(clients.openphone(), values, canReceive, config, environment);
  } finally {
    await clients.close();
  }
}

async function* checkNotionSide(
  notion: ReturnType<Clients["notion"]>,
  values: Inspection["values"],
  mapping: Mapping,
  { write }: DoctorOptions,
): AsyncGenerator<Finding> {
  if (!notion) return;
  const requestsPerMinute = values.NOTION_REQUESTS_PER_MINUTE ?? 180;
  const token = await look("notion token", () => checkNotion(notion, { requestsPerMinute }));
  yield* token;
  if (token.some(({ status }) => status === "fail")) return;
  const databases: [kind: string, id: string | undefined, mapping: PropertyMapping<never> | undefined][] = [
    ["calls", values.NOTION_CALLS_DATABASE_ID, mapping.calls],
    ["messages", values.NOTION_MESSAGES_DATABASE_ID, mapping.messages],
    ["mail", values.NOTION_MAIL_DATABASE_ID, mapping.mail],
  ];
  const readable: Parameters<typeof checkLinks>[2][] = [];
  for (const [kind, id, columns] of databases) {
    if (!id || !columns) continue;
    const database = { kind, id, mapping: columns };
    const checked = await look(`${kind} database`, () => checkDatabase(notion, database));
    if (checked.every(({ status }) => status !== "fail")) readable.push(database);
    yield* checked;
    if (write) yield* await look(`${kind} database`, () => checkWriting(notion, database));
  }
  const contacts = values.NOTION_CANVAS_DATABASE_ID;
  if (contacts === NO_CONTACTS) {
    yield ok("contacts", "Nothing is linked, as NOTION_CANVAS_DATABASE_ID says.");
    return;
  }
  if (!contacts) {
    const todo = "Set NOTION_CANVAS_DATABASE_ID to link calls and messages to your contacts.";
    yield warn("contacts", "No contact database is set: nothing is linked.", todo);
    return;
  }
  const found = await look("contacts", () =>
    checkContacts(notion, contacts, {
      phone: values.CANVAS_PHONE_PROPERTIES,
      email: values.CANVAS_EMAIL_PROPERTIES,
      createMissing: values.CANVAS_CREATE_MISSING,
    }),
  );
  yield* found;
  for (const database of found.some(({ status }) => status === "ok") ? readable : [])
    yield* await look(`${database.kind} database`, () => checkLinks(notion, contacts, database));
}

async function* checkOpenPhoneSide(
  openphone: ReturnType<Clients["openphone"]>,
  values: Inspection["values"],
  canReceive: boolean,
  config: Config,
  environment: Record<string, string | undefined>,
): AsyncGenerator<Finding> {
  if (!openphone) return;
  const key = await look("openphone api", () => checkOpenPhone(openphone));
  yield* key;
  if (key.some(({ status }) => status === "fail")) return;
  const url = webhookUrl(values.PUBLIC_URL, values.WEBHOOK_PATH ?? "");
  if (!url) {
    const todo = "Set PUBLIC_URL to the https address of this server or of the tunnel in front of it.";
    yield fail(
      "webhook",
      "PUBLIC_URL is not set, so OpenPhone cannot deliver, and links to recordings open here only.",
      todo,
    );
    return;
  }
  const found = await checkWebhook(openphone, url).catch((error: unknown) => error as Error);
  if (found instanceof Error) yield* await look("webhook", () => Promise.reject(found));
  else yield* found.findings;
  if (!canReceive) return;

  // Where serve does not run, this takes its place for the length of the test.
  const sync = await createNodeSync({ ...config, logLevel: "silent" }, environment);
  const state = await openNodeState(sync.settings.dataDir);
  try {
    const inTheWay = await sync.listen().then(
      () => undefined,
      (thrown: unknown) => ({ thrown }),
    );
    const arrived = await look("delivery", () =>
      checkArrival(url, sync.settings.openphone.webhookSecrets, state.store),
    );
    const reachable = arrived.every(({ status }) => status === "ok");
    if (inTheWay) yield* listeningFindings(inTheWay.thrown, { hasArrived: reachable });
    yield* arrived;
    if (reachable && !(found instanceof Error) && found.webhook) {
      const { webhook } = found;
      yield* await look("test event", () => checkTestEvent(openphone, webhook));
    }
  } finally {
    await state.close();
    await sync.stop();
  }
}
