import { existsSync } from "node:fs";
import { type Inspection, inspectSettings, openNodeState } from "@openphone-notion/adapter-node";
import {
  applyDatabases,
  defaultMapping,
  isSetUp,
  planDatabases,
  problemLine,
  type SetupOptions,
  type SetupPlan,
  systemClock,
} from "@openphone-notion/core";
import { type Clients, openClients } from "../clients.js";
import { EXIT } from "../exit-codes.js";
import { usageError } from "../failure.js";
import { loadConfig, readEnvironment } from "../load-config.js";
import { createOutput } from "../output/output.js";
import { webhookUrl } from "../webhook-events.js";
import type { StateOptions } from "../with-state.js";
import { type Answers, collectAnswers, type WebhookSystem } from "./answers.js";
import { databaseValues, writeEnvFile } from "./env-file.js";
import {
  joinSecrets,
  planLegacyWebhooks,
  planNewWebhook,
  planWebhook,
  type WebhookPlan,
} from "./plan-webhook.js";
import { askAtTerminal } from "./questions.js";
import { planLines } from "./show-plan.js";

export interface InitOptions extends StateOptions {
  page?: string;
  calls?: string;
  messages?: string;
  /** `false` for `--no-canvas`. */
  canvas?: string | boolean;
  publicUrl?: string;
  webhooks?: WebhookSystem;
  yes?: boolean;
  dryRun?: boolean;
}

const CONTEXT = { priority: "critical" } as const;

/** Sets up databases and webhook and writes the settings; what is there already stays as it is. */
export async function init(options: InitOptions): Promise<number> {
  const output = createOutput(options);
  const config = await loadConfig(options.config);
  const file = options.settings ?? ".env";
  const environment = existsSync(file) ? readEnvironment(file) : process.env;
  const { values, problems } = inspectSettings(config, environment);
  const wrong = problems.filter(({ missing }) => !missing);
  if (wrong.length > 0) throw usageError(wrong.map(problemLine).join("\n"));

  const asks = process.stdin.isTTY === true && !options.yes && !options.json;
  const questions = asks ? askAtTerminal() : undefined;
  const clients = await openClients(values);
  const state = await openNodeState(values.DATA_DIR ?? "./data", { mustExist: true }).catch(() => undefined);
  try {
    const answers = await collectAnswers(options, values, clients, questions);
    const notion = clients.notion(answers.notionToken)!;
    const setup: SetupOptions = {
      ...{ notion, mapping: config.mapping ?? defaultMapping, clock: systemClock },
      databases: answers.databases,
      wanted: answers.wanted,
      ...(answers.page ? { page: answers.page } : {}),
      ...(state ? { store: state.store } : {}),
    };
    const secrets = values.OPENPHONE_WEBHOOK_SECRET ?? [];
    const plan = await planDatabases(setup, CONTEXT);
    const webhooks = await planWebhooks(answers, values, clients);
    output.object({ type: "plan", ...plan, webhooks: webhooks.steps });
    for (const line of planLines(plan, webhooks.steps)) output.line(line);
    if (plan.databases.some(({ problem }) => problem !== undefined)) return EXIT.refused;

    const nothing = isSetUp(plan) && webhooks.steps.length === 0;
    if (nothing)
      output.line(
        isUsable(plan) ? "Databases and webhook are as they should be." : "There is nothing to add.",
      );
    if (options.dryRun) return EXIT.done;
    if (!nothing && questions && !(await questions.yes("Go ahead?"))) {
      output.line("Nothing was changed.");
      return EXIT.done;
    }

    const { databases, warnings } = await applyDatabases(setup, plan, CONTEXT);
    // At once: should the rest fail, the next run finds them.
    const written: Record<string, string> = {
      OPENPHONE_API_KEY: answers.openphoneKey,
      NOTION_API_KEY: answers.notionToken,
      ...databaseValues(answers, databases),
      ...(answers.publicUrl ? { PUBLIC_URL: answers.publicUrl } : {}),
    };
    let changed = writeEnvFile(file, written);
    const learnt = await webhooks.apply();
    const all = joinSecrets(secrets, learnt);
    if (all) {
      written.OPENPHONE_WEBHOOK_SECRET = all;
      changed = writeEnvFile(file, written) || changed;
    }
    warnings.push(...hiddenBy(process.env, written, file));

    for (const warning of warnings) output.line(`! ${warning}`);
    output.object({ type: "result", changed: changed || !nothing, settings: file, warnings });
    output.line(changed ? `Wrote ${file}.` : `${file} says all that already.`);
    output.line("Next: openphone-notion doctor, then openphone-notion serve.");
    return isUsable(plan) ? EXIT.done : EXIT.findings;
  } finally {
    await state?.close();
    await clients.close();
  }
}

async function planWebhooks(
  { webhooks, publicUrl, openphoneKey }: Answers,
  values: Inspection["values"],
  clients: Clients,
): Promise<WebhookPlan> {
  const url = webhookUrl(publicUrl, values.WEBHOOK_PATH ?? "");
  if (webhooks === "none" || !url) return { steps: [], apply: async () => [] };
  const openphone = clients.openphone(openphoneKey)!;
  if (webhooks === "legacy") return planLegacyWebhooks(openphone, url);
  return (webhooks === "new" ? planNewWebhook : planWebhook)(
    openphone,
    url,
    values.OPENPHONE_WEBHOOK_SECRET ?? [],
  );
}

/** One line for each name that the environment sets to something else, which wins over the file. */
const hiddenBy = (
  environment: NodeJS.ProcessEnv,
  written: Readonly<Record<string, string>>,
  file: string,
): string[] =>
  Object.entries(written).flatMap(([name, value]) => {
    const set = environment[name]?.trim().replace(/\/+$/, "");
    return set && set !== value
      ? [`${name} is set in the environment to something else than in ${file}, and that wins.`]
      : [];
  });

const isUsable = ({ databases }: SetupPlan): boolean =>
  databases.every(({ incompatible }) => incompatible.length === 0);
