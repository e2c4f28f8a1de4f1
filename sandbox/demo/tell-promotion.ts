import { stdout } from "node:process";
import { EXAMPLE_MODEL, type OpenedPull } from "../experiment.ts";
import {
  askModel,
  ENVIRONMENT,
  mergePull,
  PROMOTION_CHECK,
  type PromotionCheck,
  protectMain,
  waitForDeployment,
  waitForPromotionCheck,
  waitForPromotionPull,
  waitForVersion,
} from "../promotion.ts";
import type { Sandbox } from "../start-sandbox.ts";
import { formatForTerminal } from "./format-for-terminal.ts";
import type { Narrator } from "./narrator.ts";

/**
 * From a merged experiment to a model that serves: registration, the promotion pull request, a gate that waits for an
 * approval, the merge, tag and deployment, and a prediction. Resolves to whether it serves the version that was approved.
 */
export async function tellPromotion(
  sandbox: Sandbox,
  { say, during }: Narrator,
  experiment: OpenedPull,
): Promise<boolean> {
  const { octokit, repository } = sandbox;
  await protectMain(sandbox);
  const commit = await mergePull(sandbox, experiment.pull);
  say(`Merged pull request #${String(experiment.pull)}; main does not train again what its pull request has trained.`);
  const version = await during("Waiting for the App to register what main packaged.", () =>
    waitForVersion(sandbox, commit),
  );
  say(`It is version ${String(version)} of ${EXAMPLE_MODEL}.`);

  const promotion = await during("Waiting for the pull request that proposes it for production.", () =>
    waitForPromotionPull(sandbox, version),
  );
  const waiting = await waitForPromotionCheck(sandbox, promotion.headSha, "action_required");
  showCheck(waiting, promotion);
  await octokit.rest.pulls.createReview({ ...repository, pull_number: promotion.pull, event: "APPROVE" });
  say("Approved it, as you would on the page.");
  const passed = await during("Waiting for the gate to see the approval.", () =>
    waitForPromotionCheck(sandbox, promotion.headSha, "success"),
  );
  showCheck(passed, promotion);

  await mergePull(sandbox, promotion.pull);
  say("Merged it: from here on nobody has to do anything.");
  const { tag, deployment, status } = await during("Waiting for tag, deployment and the deploy workflow.", () =>
    waitForDeployment(sandbox, 1),
  );
  say(`Tag ${tag}, deployment ${String(deployment)} to ${ENVIRONMENT}: ${status}.`);
  if (status !== "success") return false;
  const answer = await askModel(sandbox);
  say(
    `Asked version ${answer.version} at ${sandbox.servingUrl}: this flight is late with a probability of ${answer.late.toFixed(2)}.`,
  );
  return answer.version === String(version);
}

function showCheck({ title, conclusion, text }: PromotionCheck, { url }: OpenedPull): void {
  stdout.write(
    `\nCheck  ${PROMOTION_CHECK}: ${String(conclusion)} (${title})\n${formatForTerminal(text)}\nPage   ${url}\n\n`,
  );
}
