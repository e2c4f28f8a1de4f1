import type { ModelPlan } from "../../core/config/project-config.ts";
import { isFailedStatus } from "../../core/deployment/describe-deployment.ts";
import { earlierHolders } from "../../core/registry/model-history.ts";
import { escapeMarkdown } from "../../core/report/escape-markdown.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { describeEntitled, isEntitled } from "../promotion/is-entitled.ts";
import { openRollbackPull } from "../registry/open-promotion-pull.ts";
import { readHistory } from "../registry/read-history.ts";
import type { Workplace } from "../workplace.ts";
import type { CommentCommand } from "./comment-command.ts";
import { describeRequest } from "./describe-request.ts";
import { findTarget } from "./find-target.ts";

export const ROLLBACK: CommentCommand = {
  usage: "rollback [environment] [model] [to version]",
  meaning: "Opens the pull request that moves an alias back, to its last holder that served well if none is named.",
  place: "anywhere",
  entitled: "own",
  run: async (workplace, order) => {
    const target = await findTarget(workplace, order);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { plan, environment } = target;
    const { by } = environment.rollback;
    const { author } = order.comment;
    if (!(await isEntitled(workplace, by, { login: author, permission: order.permission }))) {
      const who = escapeMarkdown(describeEntitled(by), 500);
      const answer = `A rollback of ${formatCode(plan.name)} in ${formatCode(environment.name)} may be asked for by ${who}: key \`rollback.by\` says so.`;
      return { kind: "refused", answer };
    }
    const version = target.version ?? (await findLastGood(workplace, plan, environment.name));
    if (version === undefined) {
      const answer = `No earlier version of ${formatCode(plan.name)} served ${formatCode(environment.name)}, so there is nothing to go back to.`;
      return { kind: "confused", answer };
    }
    const outcome = await openRollbackPull(workplace, {
      plan,
      environment: environment.name,
      version,
      defaultBranch: order.defaultBranch,
      requestedBy: author,
    });
    const what = `moves ${formatCode(environment.name)} of ${formatCode(plan.name)} back to version ${String(version)}`;
    return describeRequest(outcome, what);
  },
};

async function findLastGood(
  workplace: Workplace,
  { name }: Pick<ModelPlan, "name">,
  environment: string,
): Promise<number | undefined> {
  const history = await readHistory(workplace, name, { documents: false });
  const failed = (version: number) => {
    const last = history.find((entry) => entry.environment === environment && entry.version === version);
    return isFailedStatus(last?.deployment);
  };
  return earlierHolders(history, environment).find((version) => !failed(version));
}
