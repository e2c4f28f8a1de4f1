import { z } from "zod";
import { LEDGER_BRANCH } from "../src/core/evidence/ledger-index.ts";
import { type PromotionRequest, requestBranch, requestTitle } from "../src/core/registry/promotion-request.ts";
import { promotionTag, type Registry, registryPath } from "../src/core/registry/registry.ts";
import { parseRegistry } from "../src/core/registry/registry-documents.ts";
import { readFileAt } from "../src/github/contents.ts";
import { EXAMPLE_MODEL, type OpenedPull } from "./experiment.ts";
import type { Sandbox } from "./start-sandbox.ts";
import { waitInSandbox } from "./wait-in-sandbox.ts";

/** The alias that the example's configuration has. */
export const ENVIRONMENT = "production";

/** `pawl / promotion`, as branch protection names it. */
export const PROMOTION_CHECK = "pawl / promotion";

const LEDGER_SECONDS = 60;
const CHECK_SECONDS = 60;
const RUN_SECONDS = 300;

export interface PromotionCheck {
  readonly status: string;
  readonly conclusion: string | null;
  readonly title: string;
  readonly text: string;
}

/** From now on main takes only what the App's check lets through, as the documentation advises. */
export async function protectMain({ control, app, repository }: Sandbox): Promise<void> {
  await control.protectBranch({
    repository: `${repository.owner}/${repository.repo}`,
    branch: "main",
    checks: [{ name: PROMOTION_CHECK, app: app.slug }],
  });
}

/** The registry as the ledger has it; undefined as long as nothing was registered. */
export async function readSandboxRegistry({ octokit, repository }: Sandbox): Promise<Registry | undefined> {
  const path = registryPath(EXAMPLE_MODEL);
  const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
  return bytes === undefined ? undefined : parseRegistry(bytes, path);
}

/** Waits until the App has registered the version that this commit of main packaged, and gives its number. */
export async function waitForVersion(sandbox: Sandbox, commit: string): Promise<number> {
  return waitInSandbox(sandbox, {
    what: `a version of ${EXAMPLE_MODEL} from ${commit.slice(0, 7)}`,
    seconds: RUN_SECONDS,
    look: async () => (await readSandboxRegistry(sandbox))?.versions.find((one) => one.commit === commit)?.version,
  });
}

/** Waits for the App's pull request that asks for this version. */
export function waitForPromotionPull(sandbox: Sandbox, version: number): Promise<OpenedPull> {
  return waitForRequest(sandbox, { kind: "promotion", model: EXAMPLE_MODEL, environment: ENVIRONMENT, version });
}

/** Waits for the App's pull request that goes back to this version. */
export function waitForRollbackPull(sandbox: Sandbox, version: number): Promise<OpenedPull> {
  return waitForRequest(sandbox, { kind: "rollback", model: EXAMPLE_MODEL, environment: ENVIRONMENT, version });
}

async function waitForRequest(sandbox: Sandbox, request: PromotionRequest): Promise<OpenedPull> {
  const { octokit, repository } = sandbox;
  const title = requestTitle(request);
  return waitInSandbox(sandbox, {
    what: `the pull request "${title}"`,
    seconds: LEDGER_SECONDS,
    look: async () => {
      const head = `${repository.owner}:${requestBranch(request)}`;
      const { data } = await octokit.rest.pulls.list({ ...repository, head, state: "open" });
      const [pull] = data;
      if (pull?.title !== title) return undefined;
      return { pull: pull.number, headSha: pull.head.sha, url: pull.html_url };
    },
  });
}

/** Waits until the App's check on a commit has this conclusion. */
export async function waitForPromotionCheck(
  sandbox: Sandbox,
  headSha: string,
  conclusion: string,
): Promise<PromotionCheck> {
  const { octokit, repository, app } = sandbox;
  let seen = "it was not there";
  const waiting = waitInSandbox(sandbox, {
    what: `${PROMOTION_CHECK} on ${headSha.slice(0, 7)} to be ${conclusion}`,
    seconds: CHECK_SECONDS,
    look: async () => {
      const wanted = { ref: headSha, check_name: PROMOTION_CHECK, app_id: app.appId };
      const { data } = await octokit.rest.checks.listForRef({ ...repository, ...wanted });
      const [check] = data.check_runs;
      if (check === undefined) return undefined;
      const { title, text } = check.output;
      seen = `it was ${String(check.conclusion)}: ${title ?? ""}\n${text ?? ""}`;
      if (check.conclusion !== conclusion) return undefined;
      return { status: check.status, conclusion: check.conclusion, title: title ?? "", text: text ?? "" };
    },
  });
  return waiting.catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\nThe last time ${seen}`, {
      cause: error,
    });
  });
}

/** Whether the merge button can be pressed, in GitHub's words: `clean`, `blocked`, `dirty`. */
export async function readMergeState({ octokit, repository }: Sandbox, pull: number): Promise<string> {
  const { data } = await octokit.rest.pulls.get({ ...repository, pull_number: pull });
  return data.mergeable_state;
}

/** Merges as the owner would with the button, and gives the commit that main then stands at. */
export async function mergePull({ octokit, repository }: Sandbox, pull: number): Promise<string> {
  const { data } = await octokit.rest.pulls.merge({ ...repository, pull_number: pull, merge_method: "merge" });
  return data.sha;
}

export interface Deployed {
  readonly deployment: number;
  readonly tag: string;
  readonly status: string;
}

/** Waits until the promotion with this number has its tag and deployment, and the deploy workflow has told how it went. */
export async function waitForDeployment(sandbox: Sandbox, counter: number): Promise<Deployed> {
  return waitInSandbox(sandbox, {
    what: `the deployment of ${promotionTag(EXAMPLE_MODEL, ENVIRONMENT, counter)}`,
    seconds: RUN_SECONDS,
    look: async () => {
      const registry = await readSandboxRegistry(sandbox);
      const move = registry?.promotions.find((one) => one.environment === ENVIRONMENT && one.counter === counter);
      const { deployment, status, complete } = move ?? {};
      if (deployment === undefined || complete !== true) return undefined;
      if (status !== "success" && status !== "failure" && status !== "error") return undefined;
      return { deployment, status, tag: promotionTag(EXAMPLE_MODEL, ENVIRONMENT, counter) };
    },
  });
}

/** A late evening out of Chicago, in the words of the example's `predict.py`. */
export const EXAMPLE_FLIGHT = {
  origin: "ORD",
  destination: "LAX",
  date: "2001-04-06T20:15:00",
  distance: 1745,
} as const;

/** Asks the served model about one flight. */
export async function askModel({
  servingUrl,
}: Pick<Sandbox, "servingUrl">): Promise<{ readonly version: string; readonly late: number }> {
  const body = JSON.stringify({ rows: [EXAMPLE_FLIGHT] });
  const response = await fetch(`${servingUrl}/predict`, { method: "POST", body });
  const { version, predictions } = Answer.parse(await response.json());
  return { version, late: predictions[0].late };
}

const Answer = z.object({
  version: z.string(),
  predictions: z.tuple([z.object({ late: z.number().min(0).max(1) })]),
});
