import type { ModelPlan } from "../../core/config/project-config.ts";
import type { GateNode } from "../../core/gate/gate-node.ts";
import type { PastPromotion } from "../../core/gate/simulate-gate.ts";
import { aliasPath } from "../../core/registry/alias-file.ts";
import { type PromotionProgress, promotionTag } from "../../core/registry/registry.ts";
import { listCheckResults } from "../../github/check-results.ts";
import { readPullRequest } from "../../github/pull-requests.ts";
import { readRegistry } from "../registry/read-registry.ts";
import { readRepository } from "../registry/read-repository.ts";
import { readPromotion } from "../registry/read-version.ts";
import type { Workplace } from "../workplace.ts";
import { findNeeds } from "./find-needs.ts";
import { readGateFacts } from "./read-gate-facts.ts";
import { readPeopleFacts } from "./read-people-facts.ts";

export interface PastQuestion {
  readonly plan: ModelPlan;
  readonly environment: string;
  /** What is to be simulated, so that nothing else has to be read. */
  readonly gate: GateNode | undefined;
  /** Newest moves of the environment; each costs a few calls. */
  readonly atMost: number;
}

/**
 * Past promotions of one environment with what was known then, newest first: from the ledger, and from the pull requests
 * that made them, as GitHub still has them. Removals, rollbacks and moves whose version the ledger has lost are left out.
 */
export async function readPastPromotions(
  workplace: Workplace,
  { plan, environment, gate, atMost }: PastQuestion,
): Promise<readonly PastPromotion[]> {
  const registry = await readRegistry(workplace, plan.name);
  const moves = (registry?.promotions ?? []).filter(
    (move) => move.environment === environment && move.kind === "promotion",
  );
  const found: PastPromotion[] = [];
  for (const move of moves.slice(0, atMost)) {
    const past = await readPast(workplace, move, { plan, environment, gate });
    if (past !== undefined) found.push(past);
  }
  return found;
}

async function readPast(
  workplace: Workplace,
  move: PromotionProgress,
  { plan, environment, gate }: Pick<PastQuestion, "plan" | "environment" | "gate">,
): Promise<PastPromotion | undefined> {
  if (move.version === undefined) return undefined;
  const { octokit, repository } = workplace;
  const needs = findNeeds([gate]);
  const record = await readPromotion(workplace, plan.name, move);
  const pullRequest =
    move.pullRequest === undefined ? undefined : await readPullRequest(octokit, repository, move.pullRequest);
  const people =
    pullRequest === undefined
      ? undefined
      : await readPeopleFacts(workplace, {
          pullRequest,
          head: pullRequest.headSha,
          aliasPaths: [aliasPath(plan.name)],
          needs,
        });
  const checks =
    pullRequest !== undefined && needs.rules.has("checks")
      ? await listCheckResults(octokit, repository, pullRequest.headSha)
      : [];
  const { serverUrl } = await readRepository(workplace);
  const facts = await readGateFacts(workplace, {
    plan,
    environment,
    kind: "promotion",
    challenger: move.version,
    champion: move.previous,
    pullRequest: people?.pullRequest,
    checks,
    serverUrl,
    again: false,
  });
  if (facts === undefined) return undefined;
  const { challenger } = facts;
  // What came after the promotion nobody could know.
  const drift = challenger.drift.filter(({ acceptedAt }) => acceptedAt <= move.movedAt);
  return {
    name: promotionTag(plan.name, environment, move.counter),
    at: move.movedAt,
    was: record?.gate?.verdict,
    facts: { ...facts, challenger: { ...challenger, drift }, now: move.movedAt },
  };
}
