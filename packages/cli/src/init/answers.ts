import type { Inspection } from "@openphone-notion/adapter-node";
import { type DatabaseName, type Databases, NO_CONTACTS, notionId } from "@openphone-notion/core";
import type { Clients } from "../clients.js";
import { usageError } from "../failure.js";
import type { InitOptions } from "./init.js";
import { pickPage } from "./pick-page.js";
import type { Questions } from "./questions.js";

export type WebhookSystem = "new" | "legacy" | "none";

/** All that a set-up needs to know. */
export interface Answers {
  openphoneKey: string;
  notionToken: string;
  databases: Databases;
  wanted: DatabaseName[];
  /** It was said, now or earlier, that nothing is to be linked to contacts. */
  linksNothing: boolean;
  /** Under which missing databases are made. */
  page?: string;
  publicUrl?: string;
  /** Absent: the system that is in use already, else the new one. */
  webhooks?: WebhookSystem;
}

/**
 * From flags, else from the settings, else by asking; `questions` is absent where nobody can be asked. Keys are tried at
 * once, so that a wrong one is known before anything else is asked.
 */
export async function collectAnswers(
  options: InitOptions,
  values: Inspection["values"],
  clients: Clients,
  questions: Questions | undefined,
): Promise<Answers> {
  const lacking: string[] = [];
  const need = async (
    given: string | undefined,
    ask: () => Promise<string>,
    how: string,
  ): Promise<string> => {
    if (given) return given;
    if (questions) return ask();
    lacking.push(how);
    return "";
  };

  const openphoneKey = await need(
    values.OPENPHONE_API_KEY,
    () => questions!.secret("OpenPhone API key (Workspace settings → API)"),
    "OPENPHONE_API_KEY in the environment or in .env",
  );
  const notionToken = await need(
    values.NOTION_API_KEY,
    () => questions!.secret("Token of a Notion connection (notion.so/profile/integrations)"),
    "NOTION_API_KEY in the environment or in .env",
  );
  if (lacking.length === 0) {
    await clients.openphone(openphoneKey)?.preflight();
    await clients.notion(notionToken)?.me({ priority: "critical" });
  }

  const databases = namedDatabases(options, values);
  const wanted: DatabaseName[] = ["calls", "messages"];
  const linksNothing =
    options.canvas === false ||
    (!databases.canvas &&
      (values.NOTION_CANVAS_DATABASE_ID === NO_CONTACTS ||
        (questions !== undefined && !(await wantsContacts(questions, databases)))));
  if (!linksNothing) wanted.push("canvas");
  if (databases.mail) wanted.push("mail");
  const toMake = wanted.filter((name) => !databases[name]);
  const page =
    toMake.length === 0
      ? undefined
      : await need(
          options.page,
          () => pickPage(questions!, clients.notion(notionToken)!),
          `--page: the Notion page to make ${toMake.join(", ")} under, or --${toMake.join(", --")} for databases you have`,
        );
  if (page && !notionId(page)) throw usageError("--page takes the id or URL of a Notion page.");

  const { webhooks } = options;
  const publicUrl =
    webhooks === "none"
      ? values.PUBLIC_URL
      : await need(
          options.publicUrl ?? values.PUBLIC_URL,
          () => questions!.text("Public https URL of this server", { check: urlProblem }),
          "--public-url: where OpenPhone reaches this server (or --webhooks none)",
        );
  if (lacking.length > 0) {
    throw usageError(
      ["This is missing, and nobody can be asked:", ...lacking.map((how) => `  ${how}`)].join("\n"),
    );
  }
  const problem = publicUrl && urlProblem(publicUrl);
  if (problem) throw usageError(`--public-url: ${problem}`);
  return {
    ...{ openphoneKey, notionToken, databases, wanted, linksNothing },
    ...(webhooks ? { webhooks } : {}),
    ...(page ? { page } : {}),
    ...(publicUrl ? { publicUrl: publicUrl.replace(/\/+$/, "") } : {}),
  };
}

function namedDatabases(options: InitOptions, values: Inspection["values"]): Databases {
  const given: Record<DatabaseName, string | undefined> = {
    calls: options.calls ?? values.NOTION_CALLS_DATABASE_ID,
    messages: options.messages ?? values.NOTION_MESSAGES_DATABASE_ID,
    canvas: typeof options.canvas === "string" ? options.canvas : named(values.NOTION_CANVAS_DATABASE_ID),
    mail: values.NOTION_MAIL_DATABASE_ID,
  };
  for (const [name, id] of Object.entries(given)) {
    if (id !== undefined && !notionId(id))
      throw usageError(`--${name} takes the id or URL of a Notion database.`);
  }
  return Object.fromEntries(Object.entries(given).filter(([, id]) => id !== undefined)) as Databases;
}

const named = (contacts: string | undefined) => (contacts === NO_CONTACTS ? undefined : contacts);

/** Whether contacts are to be linked; a database that is there already is put into `databases`. */
async function wantsContacts(questions: Questions, databases: Databases): Promise<boolean> {
  const choice = await questions.choose("Contacts to link calls and messages to:", [
    "make a new contact database",
    "use one that I have",
    "link nothing",
  ]);
  if (choice === 1) {
    databases.canvas = await questions.text("Its URL or id", {
      check: (text) => (notionId(text) ? undefined : "That is no Notion id or URL."),
    });
  }
  return choice < 2;
}

function urlProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && /^https?:$/.test(url.protocol)
    ? undefined
    : "It takes a URL that begins with https://, as OpenPhone is to call it.";
}
