import { createHash } from "node:crypto";
import type { DriftFinding } from "../../src/core/evidence/drift-evidence.ts";
import { formatArtifactName } from "../../src/core/evidence/names.ts";
import {
  documentDigest,
  type Evidence,
  evidenceKind,
  parseStatement,
  serializeEvidence,
} from "../../src/core/evidence/statement.ts";
import { toWorkflowRun } from "../../src/github/workflow-runs.ts";
import { appendToLedger } from "../../src/reconcile/append-to-ledger.ts";
import type { Workplace } from "../../src/reconcile/workplace.ts";
import { buildData, buildDrift, buildIdentity, buildRun } from "../../test/core/evidence/build-evidence.ts";
import type { QuickRun } from "./quick-repository.ts";

/** A number from 0 to 1 that only depends on the text: what happens to a check must not depend on when it is asked. */
export function chanceOf(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0) / 2 ** 32;
}

const DRIFTED: DriftFinding = {
  columns: ["delay"],
  aspect: "distribution",
  effect: 0.3,
  bound: 0.1,
  floor: 0.02,
  p1: 0,
  p2: null,
  signal: true,
  material: true,
  verdict: "drift",
  words: "values moved",
};

/** What the job of a workflow run leaves: three of ten checks drift, one of twenty finds a broken feed. */
export function resultsOf(repository: string, run: QuickRun): readonly Evidence[] {
  const [kind, model = ""] = (run.inputs["pawl-key"] ?? "").split("/");
  const identity = buildIdentity({
    repository,
    commit: run.sha,
    checkout: run.sha,
    ref: `refs/heads/${run.branch}`,
    event: run.event,
    pullRequest: undefined,
    base: undefined,
    workflow: { name: run.workflow, path: `.github/workflows/${run.workflow}` },
    workflowRun: { id: run.id, attempt: 1, number: run.number, job: "job" },
    actor: run.actor,
  });
  if (kind !== "drift") return [buildRun({ model, identity, metrics: { "roc-auc": 0.7 } })];
  const chance = chanceOf(`${repository} ${run.inputs["pawl-key"] ?? ""}`);
  const drifts = chance < 0.3;
  return [
    buildDrift({
      model,
      key: "rows",
      identity,
      verdict: drifts ? "drift" : "stable",
      findings: drifts ? [DRIFTED] : [],
    }),
    buildData({ model, key: "rows", identity, verdict: chance > 0.95 ? "fail" : "pass", profile: undefined }),
  ];
}

/** Takes in what a job left, as the App does when it is told that the workflow run is over. */
export async function acceptResults(workplace: Workplace, run: QuickRun, evidence: readonly Evidence[]): Promise<void> {
  const workflowRun = toWorkflowRun({
    id: run.id,
    run_number: run.number,
    html_url: "",
    event: run.event,
    status: "completed",
    conclusion: "success",
    head_sha: run.sha,
    head_branch: run.branch,
    created_at: run.createdAt,
  });
  const documents = evidence.map((document) => {
    const bytes = Buffer.from(serializeEvidence(document));
    const { model, key } = document;
    const artifactName = formatArtifactName({ kind: evidenceKind(document), model, key });
    return {
      document: { statement: parseStatement(bytes, "soak"), bytes, digest: documentDigest(bytes), artifactName },
      workflowRun,
      defaultBranch: run.branch === "main",
      pullRequest: undefined,
    };
  });
  await appendToLedger(workplace, documents);
}
