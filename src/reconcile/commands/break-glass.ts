import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { findNeeds } from "../promotion/find-needs.ts";
import { glassMarker } from "../promotion/read-break-glass.ts";
import { readProjectInForce } from "../reconcile-default-branch.ts";
import type { CommentCommand } from "./comment-command.ts";

export const BREAK_GLASS_COMMAND: CommentCommand = {
  usage: "break-glass <reason>",
  meaning: "In an emergency, by people whom the policy names: stands in for the rules beside it, and stays on record.",
  place: "pull-request",
  entitled: "write",
  run: async (workplace, { pullRequest, rest, comment, defaultBranch }) => {
    if (pullRequest === undefined) return { kind: "confused" };
    if (rest === "") {
      return { kind: "confused", answer: "Say why: `/pawl break-glass <reason>`. The reason stays in the record." };
    }
    const project = await readProjectInForce(workplace, defaultBranch);
    const environments = (project?.models ?? []).flatMap(({ environments: plans }) => plans);
    const { rules } = findNeeds(environments.flatMap(({ gate, rollback }) => [gate, rollback.gate]));
    if (!rules.has("break-glass")) {
      const answer =
        "No gate of the default branch's `.github/pawl.yml` has a `break-glass` rule, so there is no glass to break.";
      return { kind: "confused", answer };
    }
    workplace.log.warn({ pullRequest: pullRequest.number, author: comment.author }, "the glass was broken");
    const answer = [
      glassMarker(pullRequest.headSha),
      "## 🚨 THE GLASS WAS BROKEN",
      `**${escapeMarkdown(comment.author, 60)}** said for commit ${formatCode(pullRequest.headSha.slice(0, 7))}:`,
      `> ${escapeMarkdown(rest, 500)}`,
      "It counts where the policy names them, for this commit alone: a later push needs the words again, and so does a comment that is edited. `pawl / promotion` says what it changes, and the record of the promotion keeps it.",
    ].join("\n\n");
    return { kind: "done", answer, judge: [pullRequest.number] };
  },
};
