import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readLedgerIndex } from "../src/github/ledger.ts";
import type { Sandbox } from "./start-sandbox.ts";
import { waitFor } from "./wait-for.ts";
import { type CompletedRun, waitForWorkflowRun } from "./wait-for-workflow-run.ts";
import { createWorkingClone, type WorkingClone } from "./working-clone.ts";

export const EXAMPLE_MODEL = "late-flights";

const EXAMPLE = fileURLToPath(new URL("example", import.meta.url));
const SERVING = fileURLToPath(new URL("../templates/serving", import.meta.url));
const TRAINING_SECONDS = 300;
const LEDGER_SECONDS = 60;

const BASELINE = "model: logistic\nC: 1.0\n";
const CHALLENGER = "model: hist_gradient_boosting\nlearning_rate: 0.1\nmax_iter: 100\nmax_leaf_nodes: 31\n";

/** Pushes the example project to the sandbox's repository, which has its own workflow train the baseline on main. */
export async function pushExample(sandbox: Sandbox): Promise<{ readonly clone: WorkingClone; readonly sha: string }> {
  const { cloneUrl, owner, workFolder: below } = sandbox;
  const clone = await createWorkingClone(EXAMPLE, { cloneUrl, ...owner, below });
  await cp(SERVING, join(clone.folder, "serving"), { recursive: true });
  return { clone, sha: await clone.push("Predict which flights arrive late") };
}

/** Waits until the baseline is trained and the App has its evidence on the ledger. */
export async function waitForBaseline(sandbox: Sandbox, sha: string): Promise<CompletedRun> {
  const run = await waitForWorkflowRun(sandbox, { headSha: sha, event: "push", seconds: TRAINING_SECONDS });
  if (run.conclusion !== "success")
    throw new Error(`the training of the baseline ended with ${String(run.conclusion)}`);
  const { octokit, repository, unexpectedEnd } = sandbox;
  const accepted = waitFor({
    what: "the evidence of the baseline on the ledger",
    seconds: LEDGER_SECONDS,
    look: async () => {
      const index = await readLedgerIndex(octokit, repository, EXAMPLE_MODEL);
      const kinds = new Set<string>(index?.entries.filter(({ commit }) => commit === sha).map(({ kind }) => kind));
      return ["data", "run", "evaluation", "package"].every((kind) => kinds.has(kind)) ? true : undefined;
    },
  });
  await Promise.race([accepted, unexpectedEnd]);
  return run;
}

export interface OpenedPull {
  readonly pull: number;
  readonly headSha: string;
  readonly url: string;
}

export interface PullToOpen {
  readonly clone: WorkingClone;
  readonly branch: string;
  readonly title: string;
  readonly body?: string;
  /** Changes the files of the clone. */
  readonly edit: (folder: string) => Promise<void>;
}

/** Commits what `edit` does to the files of main on a new branch, and opens a pull request with it. */
export async function openPull(
  { octokit, repository }: Pick<Sandbox, "octokit" | "repository">,
  { clone, branch, title, body = "", edit }: PullToOpen,
): Promise<OpenedPull> {
  await clone.switchTo(branch, "origin/main");
  await edit(clone.folder);
  const headSha = await clone.push(title);
  const { data } = await octokit.rest.pulls.create({ ...repository, title, body, head: branch, base: "main" });
  return { pull: data.number, headSha, url: data.html_url };
}

/** Replaces the logistic regression of the example by gradient boosting, as a person would: in params.yaml. */
export async function chooseBoosting(folder: string): Promise<void> {
  const file = `${folder}/params.yaml`;
  const text = await readFile(file, "utf8");
  if (!text.includes(BASELINE)) throw new Error(`${file} is not the example's`);
  await writeFile(file, text.replace(BASELINE, CHALLENGER));
}
