import type { BatchDecision } from "../../core/monitoring/monitoring.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { formatInstant } from "../../core/report/format-number.ts";
import type { BatchTarget } from "./find-batch.ts";

/** What stands about a reference batch and what it does, as an answer to whoever decided it or asked for it again. */
export function describeDecision({ model, batch }: BatchTarget, { says, by, at, reason }: BatchDecision): string {
  const name = formatCode(batch.name);
  const done = says === "accept" ? "accepted" : "excluded";
  const effect =
    says === "accept"
      ? "later data are compared with it too, as with data that are as they should be"
      : "nothing is compared with it any more";
  const back = formatCode(`/pawl ${says === "accept" ? "exclude" : "accept"} ${model} ${batch.name} <reason>`, 200);
  const who = `${escapeMarkdown(by, 100)} on ${formatInstant(at)}`;
  return `${name} of ${formatCode(model)} is ${done} by ${who}: ${escapeMarkdown(reason, 500)}\n\nFrom the next check on ${effect}; \`/pawl check ${model}\` starts one now. ${back} takes this back.`;
}
