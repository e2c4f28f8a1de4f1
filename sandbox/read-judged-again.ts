import type { MetricDifference } from "../src/core/evidence/evaluation-evidence.ts";
import { parseStatement } from "../src/core/evidence/statement.ts";
import { readLedgerDocument, readLedgerIndex } from "../src/github/ledger.ts";
import { EXAMPLE_MODEL } from "./experiment.ts";
import type { Sandbox } from "./start-sandbox.ts";

/** A model and the champion, which the model's own workflow run has judged again, on the same flights. */
export interface JudgedAgain {
  /** ROC AUC: `here` the model's, `there` the champion's. */
  readonly rocAuc: MetricDifference;
  /** Flights that both were judged on. */
  readonly rows: number;
  /** Digest of the champion's package. */
  readonly package: string;
}

/** What the evaluation of a commit on the ledger says about both. @throws Error where there is none that does */
export async function readJudgedAgain({ octokit, repository }: Sandbox, commit: string): Promise<JudgedAgain> {
  const index = await readLedgerIndex(octokit, repository, EXAMPLE_MODEL);
  const entry = index?.entries.find((one) => one.commit === commit && one.kind === "evaluation");
  if (entry === undefined) throw new Error(`the ledger has no evaluation of ${commit.slice(0, 7)}`);
  const { predicate } = parseStatement(await readLedgerDocument(octokit, repository, entry.path), entry.path);
  if (predicate.schema !== "pawl.evaluation/v1") throw new Error(`${entry.path} is no evaluation`);
  const comparison = predicate.comparisons.find(({ against }) => against === "champion");
  const rocAuc = comparison?.metrics.find(({ name }) => name === "roc-auc");
  if (comparison?.package === undefined || rocAuc === undefined) {
    throw new Error(`${entry.path} does not judge the champion again`);
  }
  return { rocAuc, rows: comparison.rows.joined, package: comparison.package };
}
