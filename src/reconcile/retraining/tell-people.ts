import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import {
  type RetrainingNews,
  renderRetrainingComment,
  retrainingCommentMarker,
} from "../../core/retraining/render-retraining-comment.ts";
import type { RetrainingRecord } from "../../core/retraining/retraining.ts";
import { upsertComment } from "../upsert-comment.ts";
import { closeOwnIssue, upsertIssue } from "../upsert-issue.ts";
import { whereIssuesAre } from "../where-issues-are.ts";
import type { Workplace } from "../workplace.ts";
import type { ModelScene } from "./place.ts";

/** Says something on the pull request of a retraining, in the App's one comment there. */
export async function tellNews(
  workplace: Workplace,
  { plan }: Pick<ModelScene, "plan">,
  record: Pick<RetrainingRecord, "counter" | "pullRequest">,
  news: RetrainingNews | { readonly kind: "closed"; readonly because: string },
): Promise<void> {
  const { counter, pullRequest } = record;
  if (pullRequest === undefined) return;
  const workflow = plan.retrain?.workflow ?? plan.workflow;
  const marker = retrainingCommentMarker(plan.name, counter);
  const body =
    news.kind === "closed"
      ? `${marker}\n⚪ **Closed.** ${escapeMarkdown(`Because: ${news.because}`, 500)}\n`
      : renderRetrainingComment({ model: plan.name, counter, workflow, news });
  await upsertComment(workplace, { issueNumber: pullRequest, marker, body, mayCreate: true });
}

/** First line of the issue that says why a retraining cannot begin. */
export function waitingMarker(model: string): string {
  return `<!-- pawl:retraining-waits ${model} -->`;
}

/** Where there is no pull request to say it on: one issue of the model, which closes when nothing is in the way any more. */
export async function tellWaiting(workplace: Workplace, model: string, because: string): Promise<void> {
  const marker = waitingMarker(model);
  const name = formatCode(model);
  const wish = {
    marker,
    title: `Retraining of ${model} cannot begin`,
    body: `${marker}\n⏸️ **A retraining of ${name} is due and cannot begin.** Because: ${escapeMarkdown(because, 1000)}\n\nThis issue closes by itself when nothing is in the way any more.\n`,
    reopen: true,
  };
  await whereIssuesAre(workplace, async () => void (await upsertIssue(workplace, wish)));
}

export async function tellNotWaiting(workplace: Workplace, model: string): Promise<void> {
  await whereIssuesAre(workplace, () => closeOwnIssue(workplace, waitingMarker(model)));
}
