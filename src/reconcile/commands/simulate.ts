import { parseProjectConfig } from "../../core/config/parse-project-config.ts";
import { formatSimulation, simulateGate } from "../../core/gate/simulate-gate.ts";
import { formatCode } from "../../core/report/format-code.ts";
import { formatFence } from "../../core/report/format-fence.ts";
import { readBranchHead } from "../../github/branch-head.ts";
import { findEnvironment } from "../promotion/find-environment.ts";
import { readPastPromotions } from "../promotion/read-past-promotions.ts";
import { readPolicy } from "../promotion/read-policy.ts";
import { readConfigAt } from "../read-config-facts.ts";
import type { Workplace } from "../workplace.ts";
import type { CommandOrder, CommentCommand } from "./comment-command.ts";
import { NO_PROJECT } from "./find-target.ts";
import { resolveTarget } from "./resolve-target.ts";

/** Newest promotions that a comment's simulation looks at. */
const MAX_PROMOTIONS = 20;

export const SIMULATE: CommentCommand = {
  usage: "simulate [model] [environment]",
  meaning:
    "Says what the policy, on a pull request the one that it proposes, would have decided about past promotions.",
  place: "anywhere",
  entitled: "write",
  run: async (workplace, order) => {
    const policies = await readPolicies(workplace, order);
    if (typeof policies === "string") return { kind: "confused", answer: policies };
    const target = resolveTarget(order.words, policies.project);
    if (typeof target === "string") return { kind: "confused", answer: target };
    const { plan, environment } = target;
    const past = await readPastPromotions(workplace, {
      plan,
      environment: environment.name,
      gate: environment.gate,
      atMost: MAX_PROMOTIONS,
    });
    const rules = findEnvironment(policies.project, { model: plan.name, environment: environment.name });
    const text = formatSimulation(simulateGate(rules?.gate, past));
    const where = `${formatCode(plan.name)} in ${formatCode(environment.name)}, by the rules of ${policies.place}`;
    return { kind: "done", answer: `What would have been decided about ${where}:\n\n${formatFence(text.split("\n"))}` };
  },
};

/** The rules that are asked: on a pull request its own, which decide nothing here. */
async function readPolicies(workplace: Workplace, { pullRequest, defaultBranch }: CommandOrder) {
  const commit = await readBranchHead(workplace.octokit, workplace.repository, defaultBranch);
  if (commit === undefined) return NO_PROJECT;
  const { project, organization } = await readPolicy(workplace, { commit, branch: defaultBranch });
  if (pullRequest !== undefined && !pullRequest.fork) {
    const bytes = await readConfigAt(workplace, pullRequest.headSha);
    const parsed = bytes === undefined ? undefined : parseProjectConfig(bytes, organization);
    if (parsed !== undefined && "project" in parsed) return { project: parsed.project, place: "this pull request" };
  }
  return project === undefined ? NO_PROJECT : { project, place: "the default branch" };
}
