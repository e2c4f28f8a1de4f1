import type { DashboardBox } from "../../core/dashboard/dashboard-box.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { formatLink } from "../../core/report/sentence.ts";
import { describeRequest } from "../commands/describe-request.ts";
import { checkNow } from "../monitoring/check-now.ts";
import { openPromotionPull } from "../registry/open-promotion-pull.ts";
import { openRetraining } from "../retraining/open-retraining.ts";
import type { Workplace } from "../workplace.ts";
import type { DashboardPlace } from "./read-dashboard.ts";

export interface BoxOrder {
  readonly box: DashboardBox;
  /** Login of whoever ticked it, who may write. */
  readonly requestedBy: string;
  /** When, by GitHub's clock: the same tick is the same request, however often it is looked at. */
  readonly at: string;
  /** Number of the dashboard's issue. */
  readonly issue: number;
}

/** Does what a box asks for, by the code of the commands, and says in Markdown what came of it. Safe to repeat. */
export async function carryOutBox(
  workplace: Workplace,
  { project, defaultBranch }: DashboardPlace,
  order: BoxOrder,
): Promise<string> {
  const { box, requestedBy } = order;
  const plan = project.models.find(({ name }) => name === box.model);
  if (plan === undefined) return "the configuration has no such model any more.";
  switch (box.action) {
    case "check":
      return check(workplace, plan.name, order, defaultBranch);
    case "retrain":
      return retrain(workplace, plan.name, { requestedBy, defaultBranch });
    case "promote": {
      const { environment, version } = box;
      const outcome = await openPromotionPull(workplace, { plan, environment, version, defaultBranch, requestedBy });
      const what = `promotes version ${String(version)} of ${formatCode(plan.name)} to ${formatCode(environment)}`;
      return describeRequest(outcome, what).answer ?? "nothing was done.";
    }
  }
}

async function check(workplace: Workplace, model: string, order: BoxOrder, defaultBranch: string): Promise<string> {
  const { requestedBy, at, issue } = order;
  // The issue is the same for every tick; the tick's own time tells them apart.
  const id = `${String(issue)}-${at.replace(/[^0-9TZ]/g, "")}`;
  const answer = await checkNow(workplace, { model, requestedBy, id, defaultBranch });
  if (answer.kind === "refused") return `no check was started: ${answer.reason}`;
  const url = answer.slot.workflowRun?.url;
  return `${url === undefined ? "the check" : formatLink("the check", url)} was started; what it finds is shown above.`;
}

async function retrain(
  workplace: Workplace,
  model: string,
  { requestedBy, defaultBranch }: { readonly requestedBy: string; readonly defaultBranch: string },
): Promise<string> {
  const outcome = await openRetraining(workplace, { model, requestedBy, reason: undefined, defaultBranch });
  switch (outcome.kind) {
    case "opened":
      return `#${String(outcome.number)} retrains it, and its training is started.`;
    case "living":
      return `${outcome.number === undefined ? "a pull request" : `#${String(outcome.number)}`} retrains it already.`;
    case "refused":
      return `no retraining was opened. ${escapeMarkdown(outcome.reason, 1000)}`;
  }
}
