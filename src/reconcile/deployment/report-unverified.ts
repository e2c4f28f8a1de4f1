import { formatPromotionKey } from "../../core/deployment/promotion-key.ts";
import { renderUnverified, unverifiedMarker } from "../../core/deployment/render-unverified.ts";
import { findVersion } from "../../core/registry/find-version.ts";
import type { PromotionProgress, Registry } from "../../core/registry/registry.ts";
import { closeIssue, createIssue, listOwnIssues, type OwnIssue } from "../../github/issues.ts";
import { isLostAnswer } from "../../github/request-failure.ts";
import type { Workplace } from "../workplace.ts";

const ATTEMPTS = 3;
const SETTLE_MS = 1500;

/**
 * Opens the one issue that says that an alias moved without a verdict, and returns its number. People may close it, it is
 * not opened again.
 */
export async function reportUnverified(
  workplace: Workplace,
  registry: Registry,
  { promotion, branch }: { readonly promotion: PromotionProgress; readonly branch: string },
): Promise<void> {
  const { octokit, repository, memory, log } = workplace;
  const key = `unverified ${formatPromotionKey({ model: registry.model, ...promotion })}`;
  if (memory.toldPromotions.get(key) === true) return;
  const isRegistered = promotion.version === undefined || findVersion(registry, promotion.version) !== undefined;
  for (let attempt = 1; ; attempt++) {
    const known = await findIssues(workplace, registry.model, promotion);
    if (known.length > 0) break;
    try {
      const issue = renderUnverified(registry.model, promotion, { isRegistered, branch });
      const number = await createIssue(octokit, repository, issue);
      log.info({ issue: number, key }, "alias without a verdict reported");
      break;
    } catch (error) {
      if (!isLostAnswer(error) || attempt >= ATTEMPTS) throw error;
      await workplace.pause(SETTLE_MS * attempt);
    }
  }
  memory.toldPromotions.set(key, true);
}

/** Closes the issue of a move that was confirmed, or that another one came after. */
export async function closeUnverified(
  workplace: Workplace,
  model: string,
  promotion: Pick<PromotionProgress, "environment" | "counter">,
): Promise<void> {
  const { octokit, repository } = workplace;
  for (const { number, open } of await findIssues(workplace, model, promotion)) {
    if (open) await closeIssue(octokit, repository, number);
  }
}

async function findIssues(
  { octokit, repository, self }: Workplace,
  model: string,
  promotion: Pick<PromotionProgress, "environment" | "counter">,
): Promise<readonly OwnIssue[]> {
  return listOwnIssues(octokit, repository, { self, marker: unverifiedMarker(model, promotion) });
}
