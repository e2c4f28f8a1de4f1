import type { Finding } from "./finding.ts";
import { approvalsNeeded } from "./people-needed.ts";
import type { EnvironmentFacts, RepositoryFacts } from "./repository-facts.ts";

/** What the configuration says about promotions and rollbacks. */
export function judgeEnvironments(facts: RepositoryFacts): readonly Finding[] {
  const { config, environments } = facts;
  if (config === "absent") {
    const what = "there is no `.github/pawl.yml` on the default branch";
    return [
      { level: "problem", what, why: "Without it nothing is promoted.", todo: "Copy `templates/pawl.yml` there." },
    ];
  }
  if (config === "invalid") {
    const why = "No gate can be evaluated: every promotion is inconclusive.";
    const todo = "Repair what `pawl / experiment` says about it on a pull request.";
    return [{ level: "problem", what: "`.github/pawl.yml` on the default branch is not valid", why, todo }];
  }
  if (environments.length === 0) {
    const why = "No alias can be moved.";
    const todo = "Give a model an environment under `promotion.environments`, with a gate.";
    return [{ level: "advice", what: "no model has an environment", why, todo }];
  }
  return environments.flatMap((environment) => [judgeGate(environment), judgeRollback(environment, facts)]);
}

function judgeGate({ model, environment, gate }: EnvironmentFacts): Finding {
  const place = `\`${model}\` in \`${environment}\``;
  if (gate === undefined) {
    const why = "A gate without rules is inconclusive: nothing can be promoted there.";
    return { level: "problem", what: `${place} has no gate`, why, todo: "Write the rules under `gate`." };
  }
  const needed = approvalsNeeded(gate);
  if (needed === undefined || needed > 0) return { level: "good", what: `${place} is promoted by its gate` };
  return {
    level: "advice",
    what: `${place} can be promoted without anybody's approval`,
    why: "Metrics can be measured wrongly; a second person is what a gate is for.",
    todo: "Add `approvals: { count: 1 }` to the gate.",
  };
}

/** At two in the morning: how many people have to be awake. */
function judgeRollback(
  { model, environment, rollbackGate, anybodyMayRollBack }: EnvironmentFacts,
  { reviews }: RepositoryFacts,
): Finding {
  const place = `a rollback of \`${model}\` in \`${environment}\``;
  if (!anybodyMayRollBack) {
    const why = "In an emergency `/pawl rollback` refuses everybody.";
    return { level: "problem", what: `nobody may ask for ${place}`, why, todo: "Name people under `rollback.by`." };
  }
  const approvals = approvalsNeeded(rollbackGate);
  if (approvals === undefined) {
    const why = "Its gate has no rules, so it is inconclusive, and the required check never turns green.";
    return { level: "problem", what: `${place} can never be merged`, why, todo: "Write rules under `rollback.gate`." };
  }
  // Whoever asks is no approver of ours, but is one of GitHub's: the App is the formal author.
  const demanded = reviews.kind === "known" ? reviews.value.approvals : 0;
  const people = Math.max(1 + approvals, demanded);
  const unsure = reviews.kind === "unknown" ? ", as far as could be read" : "";
  if (people === 1) return { level: "good", what: `one person can ask for ${place} and merge it${unsure}` };
  return {
    level: "advice",
    what: `${place} needs ${String(people)} people${unsure}: whoever asks, and ${String(people - 1)} more to approve`,
    why: "At two in the morning there may be one.",
    todo: "Keep enough people on call, or add a `break-glass` rule for named people beside the approvals, under `any`.",
  };
}
