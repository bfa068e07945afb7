import { inspectSettings } from "@openphone-notion/adapter-node";
import { acceptOffered, readWebhookTokens } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { loadConfig, readEnvironment } from "../load-config.js";
import { type StateOptions, withState } from "../with-state.js";

/** Shows where Notion is to deliver and what it asks for. Exit code 3 while there is no token, or another is offered. */
export async function showNotionWebhook(options: StateOptions & { accept?: boolean }): Promise<number> {
  const config = await loadConfig(options.config);
  const { values } = inspectSettings(config, readEnvironment(options.settings));
  return withState(options, async (store, output) => {
    const given = values.NOTION_WEBHOOK_TOKEN;
    const accepted = options.accept === true && given === undefined && (await acceptOffered(store));
    const { token, offered } = given === undefined ? await readWebhookTokens(store) : { token: given };
    const url = `${values.PUBLIC_URL ?? "https://<your server>"}/webhooks/notion`;
    output.object({ url, token: token ?? null, offered: offered !== undefined, accepted });
    output.line(`Address for the subscription:  ${url}`);
    output.line("Events:                        page created, properties updated, moved, deleted, undeleted");
    if (token === undefined) {
      output.line(
        "\nNotion has not sent its verification token yet. Make the subscription (in Notion, under",
      );
      output.line("your connection's settings, Webhooks) while serve is running, and run this again.");
      return EXIT.findings;
    }
    output.line(`Verification token:            ${token}`);
    output.line("\nPaste the token where Notion asks for it. If Notion refuses it, it is not Notion's.");
    if (options.accept && !accepted) output.line("There was no other token to accept.");
    if (offered === undefined) return EXIT.done;
    output.line(
      "\nSomebody has offered another token since. If you have just made a new subscription, use it:",
    );
    output.line("openphone-notion notion-webhook --accept");
    return EXIT.findings;
  });
}
