import { execFile } from "node:child_process";
import { join } from "node:path";
import { execPath, stdout } from "node:process";
import { promisify } from "node:util";
import { aliasPath } from "../../src/core/registry/alias-file.ts";
import { versionTag } from "../../src/core/registry/registry.ts";
import { EXAMPLE_MODEL, type OpenedPull } from "../experiment.ts";
import {
  askModel,
  ENVIRONMENT,
  mergePull,
  PROMOTION_CHECK,
  type PromotionCheck,
  protectMain,
  readMergeState,
  waitForDeployment,
  waitForPromotionCheck,
  waitForPromotionPull,
  waitForVersion,
} from "../promotion.ts";
import { ROOT, type Sandbox } from "../start-sandbox.ts";
import { formatForTerminal } from "./format-for-terminal.ts";
import type { Narrator } from "./narrator.ts";

export interface ToldPromotion {
  readonly promotion: OpenedPull;
  /** Whether the gate held until the approval, and the version that was approved serves now. */
  readonly served: boolean;
}

/**
 * From a merged experiment to a model that serves: registration, the promotion pull request, a gate that waits for an
 * approval, the merge, tag and deployment, and a prediction.
 */
export async function tellPromotion(
  sandbox: Sandbox,
  narrator: Narrator,
  experiment: OpenedPull,
): Promise<ToldPromotion> {
  await protectMain(sandbox);
  const version = await tellRegistration(sandbox, narrator, experiment);
  const { promotion, held } = await tellGate(sandbox, narrator, version);
  const served = await tellDeployment(sandbox, narrator, { promotion, version });
  return { promotion, served: held && served };
}

async function tellRegistration(sandbox: Sandbox, { say, during }: Narrator, experiment: OpenedPull): Promise<number> {
  const commit = await mergePull(sandbox, experiment.pull);
  say(`Merged pull request #${String(experiment.pull)}: from here on, main should have the better model.`);
  say(
    "Its inputs are those of the run of the pull request, so main takes that model instead of training it once more.",
  );
  const version = await during("Waiting for main to package it, and for the App to register the package.", () =>
    waitForVersion(sandbox, commit),
  );
  const tag = versionTag(EXAMPLE_MODEL, version);
  say(`Registered version ${String(version)}, git tag ${tag}; the baseline that main began with is the one before.`);
  return version;
}

async function tellGate(
  sandbox: Sandbox,
  { say, during }: Narrator,
  version: number,
): Promise<{ readonly promotion: OpenedPull; readonly held: boolean }> {
  const { octokit, repository } = sandbox;
  const promotion = await during("Waiting for the App to ask for its promotion.", () =>
    waitForPromotionPull(sandbox, version),
  );
  say(
    `A model comes into ${ENVIRONMENT} by a reviewed change of one line: pull request #${String(promotion.pull)} of the App`,
  );
  say(
    `changes ${aliasPath(EXAMPLE_MODEL)} to "${ENVIRONMENT}: ${String(version)}". Nothing is deployed until it is merged.`,
  );
  const waiting = await waitForPromotionCheck(sandbox, promotion.headSha, "action_required");
  const before = await readMergeState(sandbox, promotion.pull);
  say(`The gate of .github/pawl.yml judges it. A person has to approve, so the merge button is off (${before}):`);
  showCheck(waiting, promotion);

  await octokit.rest.pulls.createReview({ ...repository, pull_number: promotion.pull, event: "APPROVE" });
  say("Approved the pull request, as you would on its page.");
  const passed = await during("Waiting for the gate to see the approval.", () =>
    waitForPromotionCheck(sandbox, promotion.headSha, "success"),
  );
  const after = await readMergeState(sandbox, promotion.pull);
  say(`The same gate, a moment later; the merge button is on (${after}):`);
  showCheck(passed, promotion);
  return { promotion, held: before === "blocked" && after === "clean" };
}

async function tellDeployment(
  sandbox: Sandbox,
  { say, during }: Narrator,
  { promotion, version }: { readonly promotion: OpenedPull; readonly version: number },
): Promise<boolean> {
  await mergePull(sandbox, promotion.pull);
  say("Merged it. The App tags the promotion, creates a deployment and starts the deploy workflow of the repository.");
  const { tag, deployment, status } = await during("Waiting for the deploy workflow to say how it went.", () =>
    waitForDeployment(sandbox, 1),
  );
  say(`Git tag ${tag}, deployment ${String(deployment)} to ${ENVIRONMENT}: ${status}.`);
  if (status !== "success") return false;
  const answer = await askModel(sandbox);
  const late = `${String(Math.round(answer.late * 100))} %`;
  say(
    `Asked the model at ${sandbox.servingUrl}: version ${answer.version} thinks that the 20:15 from Chicago is late with ${late}.`,
  );
  return answer.version === String(version);
}

/** What `pawl status` prints in a clone: it has everything from git, and asks the registry for the package. */
export async function showStatus(folder: string, { say }: Pick<Narrator, "say">): Promise<void> {
  const { stdout: printed } = await promisify(execFile)(execPath, [join(ROOT, "src", "cli", "pawl.js"), "status"], {
    cwd: folder,
  });
  say("In a clone, `pawl status` says:");
  stdout.write(`\n${printed}\n`);
}

function showCheck({ title, conclusion, text }: PromotionCheck, { url }: OpenedPull): void {
  stdout.write(
    `\nCheck  ${PROMOTION_CHECK}: ${String(conclusion)} (${title})\n${formatForTerminal(text)}\nPage   ${url}\n\n`,
  );
}
