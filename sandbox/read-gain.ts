import { parseStatement } from "../src/core/evidence/statement.ts";
import { readLedgerDocument, readLedgerIndex } from "../src/github/ledger.ts";
import { EXAMPLE_MODEL } from "./experiment.ts";
import type { Sandbox } from "./start-sandbox.ts";

/** ROC AUC on the newest week: of the model, and of the same recipe without any delivery. */
export interface Gain {
  readonly with: number;
  readonly without: number;
}

/** What the evaluation of a commit on the ledger says about both. @throws Error where there is none that does */
export async function readGain({ octokit, repository }: Sandbox, commit: string): Promise<Gain> {
  const index = await readLedgerIndex(octokit, repository, EXAMPLE_MODEL);
  const entry = index?.entries.find((one) => one.commit === commit && one.kind === "evaluation");
  if (entry === undefined) throw new Error(`the ledger has no evaluation of ${commit.slice(0, 7)}`);
  const { predicate } = parseStatement(await readLedgerDocument(octokit, repository, entry.path), entry.path);
  if (predicate.schema !== "pawl.evaluation/v1") throw new Error(`${entry.path} is no evaluation`);
  const value = predicate.metrics.find(({ name }) => name === "roc-auc")?.value;
  const gain = predicate.customMetrics["gain-of-deliveries"];
  if (value === undefined || value === null || gain === undefined) {
    throw new Error(`${entry.path} says nothing about deliveries`);
  }
  return { with: value, without: value - gain };
}
