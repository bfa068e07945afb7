import { isSameUrl, recoverDeliveries } from "@openphone-notion/core";
import { EXIT } from "../exit-codes.js";
import { usageError } from "../failure.js";
import { createOutput } from "../output/output.js";
import { createProgressLine } from "../output/progress-line.js";
import { readRange } from "../range.js";
import { withSync } from "../running/with-sync.js";
import { unlessMissing, webhookUrl } from "../webhook-events.js";
import type { StateOptions } from "../with-state.js";

export interface RecoverOptions extends StateOptions {
  since: string;
}

/** Fetches what OpenPhone could not deliver from its log. */
export function recoverEvents(options: RecoverOptions): Promise<number> {
  const { since } = readRange(options, Date.now());
  const output = createOutput(options);
  const line = createProgressLine();
  return withSync(
    { ...options, drives: false },
    async ({ openphone, settings, store, queue, clock, logger, signal }) => {
      const url = webhookUrl(settings.publicUrl, settings.webhookPath);
      if (!url) throw usageError("Set PUBLIC_URL: it tells which of OpenPhone's webhooks is this one's.");
      const webhooks = await unlessMissing(openphone.listWebhooks());
      if (!webhooks?.some((webhook) => isSameUrl(webhook.url, url))) {
        throw usageError(
          "No webhook of OpenPhone's new system points to PUBLIC_URL with WEBHOOK_PATH, so there is no log to read: check both, or fetch what was missed with openphone-notion reconcile --last 7d --fix.",
        );
      }
      const counts = await recoverDeliveries(
        { store, queue, openphone, clock, logger },
        { since, url },
        {
          signal,
          onProgress(sofar) {
            output.object({ type: "progress", ...sofar });
            if (!output.json) line.show(`${sofar.found} failed deliveries · ${sofar.recovered} recovered`);
          },
        },
      );
      line.clear();
      output.object({ type: "result", status: signal.aborted ? "stopped" : "done", ...counts });
      const { found, recovered, known, ignored, unreadable } = counts;
      if (found === 0) output.line("OpenPhone's log has no failed delivery to PUBLIC_URL since then.");
      else
        output.line(
          `${found} failed deliveries: ${recovered} recovered, ${known} had arrived after all, ${ignored} of no activity, ${unreadable} unreadable.`,
        );
      if (recovered > 0) output.line("The running serve (or the next) brings them to Notion.");
      if (signal.aborted) return EXIT.interrupted;
      return unreadable > 0 ? EXIT.findings : EXIT.done;
    },
  );
}
