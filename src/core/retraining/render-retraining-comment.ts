import type { Window } from "../monitoring/monitoring.ts";
import { renderWindowLine } from "../monitoring/render-window-line.ts";
import { escapeMarkdown } from "../report/escape-markdown.ts";
import { fitToLimit } from "../report/fit-to-limit.ts";
import { formatCode } from "../report/format-code.ts";
import { formatFence } from "../report/format-fence.ts";
import type { Section } from "../report/section.ts";
import { linkRun } from "./describe-training.ts";
import type { RetrainingRun } from "./retraining.ts";

/** Something that people have to know about a retraining pull request. */
export type RetrainingNews =
  /** Trained without success; `logTail` is what the job said last, oldest line first. */
  | { readonly kind: "training-failed"; readonly run: RetrainingRun; readonly logTail: readonly string[] }
  /** The machine was taken away; `next` is the second attempt, undefined where that was the second. */
  | { readonly kind: "preempted"; readonly run: RetrainingRun; readonly next: RetrainingRun | undefined }
  /** GitHub would not start the training. */
  | { readonly kind: "training-refused"; readonly run: RetrainingRun }
  /** A declared edit does not apply to the base as it is now: the sentence of `applyEdits`. */
  | { readonly kind: "edit-does-not-apply"; readonly problem: string }
  /** Somebody pushed to the branch. */
  | { readonly kind: "hands-off"; readonly by: string | undefined }
  /** Drift is gone, so the App closed the pull request; the windows that say so are the newest. */
  | { readonly kind: "drift-gone"; readonly windows: readonly Window[]; readonly good: number };

/** Facts of the one comment on a retraining pull request. */
export interface RetrainingCommentFacts {
  readonly model: string;
  readonly counter: number;
  /** File name of the workflow that trains. */
  readonly workflow: string;
  readonly news: RetrainingNews;
}

/** First line of the one comment, which is edited as things change. */
export function retrainingCommentMarker(model: string, counter: number): string {
  return `<!-- pawl:retraining-news ${model} ${String(counter)} -->`;
}

/** Text of the App's one comment on a retraining pull request, beginning with the marker. */
export function renderRetrainingComment(facts: RetrainingCommentFacts): string {
  const { news, model, counter } = facts;
  const log: readonly Section[] =
    news.kind === "training-failed" && news.logTail.length > 0
      ? [
          {
            weight: "useful",
            markdown: formatFence(news.logTail.slice(-MAX_LOG_LINES).map((line) => line.slice(0, MAX_LINE))),
          },
        ]
      : [];
  const sections: readonly Section[] = [
    { weight: "essential", markdown: `${retrainingCommentMarker(model, counter)}\n${describeNews(facts)}` },
    ...log,
  ];
  return `${fitToLimit(sections, "", "The log is longer than GitHub shows here.").trimEnd()}\n`;
}

const MAX_LOG_LINES = 50;
/** Fifty such lines fit, whatever they are written in. */
const MAX_LINE = 300;

function describeNews({ news, workflow, model }: RetrainingCommentFacts): string {
  const name = formatCode(workflow);
  switch (news.kind) {
    case "training-failed":
      return `❌ **The training failed** (${linkRun(news.run)})${because(news.run)}. It is not repeated by itself: re-run it there, push a correction to this branch, or close this.`;
    case "preempted":
      return news.next === undefined
        ? `❌ **The training lost its machine twice** (${linkRun(news.run)})${because(news.run)}. It is left to you: re-run it there, or close this.`
        : `🔁 **The training lost its machine** (${linkRun(news.run)})${because(news.run)}. It was started once more (${linkRun(news.next)}).`;
    case "training-refused":
      return `❌ **GitHub did not start ${name}**${because(news.run)}. It has to be enabled, and to have \`workflow_dispatch\` with an input \`pawl-key\` on the default branch.`;
    case "edit-does-not-apply":
      return `❌ **An edit does not apply any more.** ${escapeMarkdown(`It is this one: ${news.problem}`, 1000)}\n\nThe edits stand in \`.github/pawl.yml\` under \`models.${model}.retrain.edits\`. Until this is repaired, this branch stays as it is.`;
    case "hands-off":
      return `✋ **Hands off**: ${news.by === undefined ? "somebody" : escapeMarkdown(news.by, 60)} pushed to this branch, so Pawl changes nothing on it any more. Merge it or close it when you are done.`;
    case "drift-gone":
      return `✅ **Closed: the drift is gone.** The last ${String(news.good)} windows are good again: ${renderWindowLine(news.windows, { atMost: 12 })}. Should it come back, another pull request is opened.`;
  }
}

function because({ reason }: RetrainingRun): string {
  return reason === undefined ? "" : `: ${escapeMarkdown(reason.replace(/[.\s]+$/, ""), 300)}`;
}
