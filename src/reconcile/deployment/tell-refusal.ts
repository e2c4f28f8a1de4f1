import { formatPromotionKey, type PromotionKey } from "../../core/deployment/promotion-key.ts";
import { unverifiedMarker } from "../../core/deployment/render-unverified.ts";
import type { PromotionProgress } from "../../core/registry/registry.ts";
import { addDeploymentStatus, MAX_DESCRIPTION, readNewestStatus } from "../../github/deployments.ts";
import { listOwnIssues } from "../../github/issues.ts";
import { isForbidden } from "../../github/request-failure.ts";
import { upsertComment } from "../upsert-comment.ts";
import type { Workplace } from "../workplace.ts";

export interface Refusal {
  readonly key: PromotionKey;
  readonly promotion: PromotionProgress;
  readonly deployment: number;
  /** One sentence, in Markdown; undefined: nothing is in the way any more. */
  readonly reason: string | undefined;
}

/**
 * Says where the promotion was made that its deploy workflow could not be started, in one comment that is brought up to
 * date; and on the deployment itself. A refusal that is over is said there only where it was said.
 */
export async function tellRefusal(workplace: Workplace, refusal: Refusal): Promise<void> {
  const { octokit, repository, log } = workplace;
  const { key, promotion, deployment, reason } = refusal;
  const fields = { key: formatPromotionKey(key), reason };
  if (reason !== undefined) log.warn(fields, "deploy workflow was not started");
  const marker = `<!-- pawl:deploy ${formatPromotionKey(key)} -->`;
  const issueNumber = promotion.pullRequest ?? (await findIssue(workplace, key));
  if (issueNumber !== undefined) {
    const body = `${marker}\n${describe(refusal)}\n`;
    await whereAllowed(workplace, () =>
      upsertComment(workplace, { issueNumber, marker, body, mayCreate: reason !== undefined }),
    );
  }
  const status = await readNewestStatus(octokit, repository, deployment);
  if (reason === undefined) {
    const description = "The deploy workflow was started.";
    if (status?.state === "error")
      await addDeploymentStatus(octokit, repository, deployment, { state: "queued", description });
    return;
  }
  const description = reason.replaceAll("`", "").slice(0, MAX_DESCRIPTION);
  if (status?.state === "error" && status.description === description) return;
  await addDeploymentStatus(octokit, repository, deployment, { state: "error", description });
}

function describe({ key, promotion, reason }: Refusal): string {
  const what = `Version ${String(promotion.version)} of \`${key.model}\``;
  if (reason === undefined) return `${what} is on its way to \`${key.environment}\`: the deploy workflow was started.`;
  return `⚠️ ${what} holds \`${key.environment}\`, and its deployment has not begun. ${reason} It is tried again with every sweep of the App.`;
}

async function findIssue({ octokit, repository, self }: Workplace, key: PromotionKey): Promise<number | undefined> {
  const marker = unverifiedMarker(key.model, key);
  return (await listOwnIssues(octokit, repository, { self, marker }))[0]?.number;
}

/** A comment is a courtesy here: the deployment says it too. */
async function whereAllowed({ log }: Workplace, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!isForbidden(error)) throw error;
    log.warn({ err: error }, "GitHub does not let the App comment");
  }
}
