import type { PromotionProgress } from "../registry/registry.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { formatCode } from "../report/format-code.ts";
import { formatPromotionKey } from "./promotion-key.ts";

/** First line of the issue about a move; it names, it proves nothing. */
export function unverifiedMarker(model: string, promotion: Pick<PromotionProgress, "environment" | "counter">): string {
  return `<!-- pawl:unverified ${formatPromotionKey({ model, ...promotion })} -->`;
}

/** The issue that says that an alias moved without a passing verdict, and how to go on. */
export function renderUnverified(
  model: string,
  promotion: PromotionProgress,
  { isRegistered, branch }: { readonly isRegistered: boolean; readonly branch: string },
): { readonly title: string; readonly body: string } {
  const { environment, version, previous, commit, pullRequest, by } = promotion;
  const holder = (number: number | undefined) => (number === undefined ? "nothing" : `version ${String(number)}`);
  const how =
    pullRequest === undefined
      ? `pushed by ${escapeMarkdown(by, 100)}`
      : `#${String(pullRequest)}, merged by ${escapeMarkdown(by, 100)}`;
  const confirm = isRegistered
    ? `- To deploy it all the same, somebody who may ask for a rollback of ${formatCode(environment)} comments here: \`/pawl confirm ${environment} ${model}\``
    : `- It cannot be confirmed, because ${formatCode(model)} has no version ${String(version)}.`;
  const back = `- To take it back, open a pull request that sets ${formatCode(environment)} to ${holder(previous)} again.`;
  return {
    title: `${environment} of ${model} moved to ${holder(version)} without a passing check`,
    body: [
      unverifiedMarker(model, promotion),
      `The alias ${formatCode(environment)} of ${formatCode(model)} moved from ${holder(previous)} to ${holder(version)} on ${formatCode(branch)} (${how}, commit ${commit}), and no passing \`pawl / promotion\` said that it may: the check was missing, had not passed, or had judged something else.`,
      "**Nothing was tagged or deployed.** It stands on the ledger as unverified.",
      [confirm, back].join("\n"),
      "To keep this from happening, let a ruleset or branch protection require `pawl / promotion` with this App as its source, also for administrators: `pawl doctor` says what is missing.",
    ].join("\n\n"),
  };
}
