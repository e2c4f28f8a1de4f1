import type { Registry } from "../../core/registry/registry.ts";
import { listCommits } from "../../github/commits.ts";
import type { Workplace } from "../workplace.ts";
import { openPromotionPull, type PromotedModel } from "./open-promotion-pull.ts";
import type { RequestOutcome } from "./open-request-pull.ts";
import { readAliases } from "./read-aliases.ts";

/**
 * Opens the promotion of the newest registered version to every environment whose configuration says `open: auto`: where
 * it is newer than the holder and never was there, so that nothing that was rolled back comes again by itself.
 */
export async function openAutoPromotions(
  workplace: Workplace,
  plan: PromotedModel,
  registry: Registry,
  defaultBranch: string,
): Promise<readonly RequestOutcome[]> {
  const environments = plan.environments.filter(({ open }) => open === "auto");
  const newest = registry.versions.find(({ origin }) => origin === "registered");
  if (environments.length === 0 || newest === undefined) return [];
  const { octokit, repository, self, memory, log } = workplace;
  const [base] = await listCommits(octokit, repository, { ref: `heads/${defaultBranch}`, self, atMost: 1 });
  if (base === undefined) return [];
  const { parsed } = await readAliases(workplace, plan.name, base.sha);
  if ("issues" in parsed) {
    log.warn({ model: plan.name, issues: parsed.issues.slice(0, 5) }, "alias file is not valid: nothing is promoted");
    return [];
  }
  const outcomes: RequestOutcome[] = [];
  for (const { name: environment } of environments) {
    const wasThere = registry.promotions.some(
      (move) => move.environment === environment && move.version === newest.version,
    );
    if (wasThere || (parsed.aliases.get(environment) ?? 0) >= newest.version) continue;
    // What was looked at on this commit and for this version has not changed since.
    const key = `request/${plan.name}/${environment}`;
    const state = `${base.sha} ${String(newest.version)}`;
    if (memory.handled.get(key) === state) continue;
    const wish = { plan, environment, version: newest.version, defaultBranch, requestedBy: undefined };
    const outcome = await openPromotionPull(workplace, wish);
    outcomes.push(outcome);
    memory.handled.set(key, state);
    if (outcome.kind === "refused") log.warn({ model: plan.name, environment, ...outcome }, "promotion refused");
  }
  return outcomes;
}
