import type { QueuedRun } from "../../../sandbox/github/control/control.ts";
import type { ModelPlan } from "../../../src/core/config/project-config.ts";
import { formatArtifactName } from "../../../src/core/evidence/names.ts";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";
import { evidenceKind, serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { monitoringPath, noMonitoring, type Window } from "../../../src/core/monitoring/monitoring.ts";
import { parseMonitoring, serializeMonitoringDocument } from "../../../src/core/monitoring/monitoring-documents.ts";
import { type Retraining, retrainingBranch } from "../../../src/core/retraining/retraining.ts";
import { readRetraining } from "../../../src/reconcile/retraining/read-retraining.ts";
import { reconcileRetraining } from "../../../src/reconcile/retraining/reconcile-retraining.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { writeToLedger } from "../../../src/reconcile/write-to-ledger.ts";
import { buildEvaluation, buildRun } from "../../core/evidence/build-evidence.ts";
import { buildPolicy } from "../../core/retraining/build-retraining.ts";
import { identityOf } from "../../support/app-on-fake-github.ts";
import { PLAN, type RegistryRepository, type RegistryScene } from "../registry/registry-scene.ts";

export const BRANCH = retrainingBranch(PLAN.name);

export const WORKFLOW = `name: train
on:
  workflow_dispatch:
    inputs:
      pawl-key: { required: false, type: string }
run-name: train \${{ github.ref_name }} \${{ inputs.pawl-key }}
jobs:
  train:
    runs-on: ubuntu-latest
    steps:
      - run: echo
`;

export const PARAMS = "# what is learned from\ndata:\n  end: 2026-01-01 # last day\nseed: 7\n";

/** Retrained with one edit; every field can be replaced. */
export function buildModel(overrides: Partial<ModelPlan> = {}): ModelPlan {
  return {
    ...PLAN,
    data: [],
    retrain: buildPolicy({ edits: [{ file: "params.yaml", pointer: "/data/end", value: "{window-end-date}" }] }),
    ...overrides,
  };
}

export interface Pull {
  readonly number: number;
  readonly state: string;
  readonly merged_at: string | null;
  readonly title: string;
  readonly body: string;
  readonly user: { readonly login: string };
  readonly labels: readonly { readonly name: string }[];
  readonly requested_reviewers: readonly { readonly login: string }[];
  readonly head: { readonly ref: string; readonly sha: string };
}

/** A repository with the workflow that trains. */
export async function createFlights(
  scene: RegistryScene,
  files: Record<string, string> = {},
): Promise<RegistryRepository> {
  return scene.create({ ".github/workflows/train.yml": WORKFLOW, "params.yaml": PARAMS, ...files });
}

/** One look of the App at its retrainings. */
export async function reconcile(workplace: Workplace, ...models: readonly ModelPlan[]): Promise<void> {
  const project = { models: models.length === 0 ? [buildModel()] : models, staleAfterDays: 14 };
  await reconcileRetraining(workplace, { project, defaultBranch: "main" });
}

/** Puts windows on the ledger, as the checks of a model do. */
export async function setWindows(workplace: Workplace, windows: readonly Window[], model = PLAN.name): Promise<void> {
  await writeToLedger(workplace, async () => {
    const path = monitoringPath(model);
    const bytes = Buffer.from(serializeMonitoringDocument({ ...noMonitoring(model), windows: [...windows] }));
    return {
      files: [{ path, bytes }],
      headline: "Windows",
      monitorings: new Map([[model, parseMonitoring(bytes, path)]]),
      result: undefined,
    };
  });
}

export async function recordsOf(workplace: Workplace, model = PLAN.name): Promise<Retraining["records"]> {
  return (await readRetraining(workplace, model)).records;
}

export async function pullsOf(scene: RegistryScene, { repository }: RegistryRepository): Promise<readonly Pull[]> {
  return (await scene.api(`/repos/${repository}/pulls?state=all&per_page=100`)) as Pull[];
}

export async function commentsOn(
  scene: RegistryScene,
  { repository }: RegistryRepository,
  number: number,
): Promise<readonly string[]> {
  const found = (await scene.api(`/repos/${repository}/issues/${String(number)}/comments?per_page=100`)) as {
    body: string;
  }[];
  return found.map(({ body }) => body);
}

export interface FoundIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly assignees: readonly { readonly login: string }[];
}

export async function issuesOf(
  scene: RegistryScene,
  { repository }: RegistryRepository,
): Promise<readonly FoundIssue[]> {
  const found = (await scene.api(`/repos/${repository}/issues?state=all&per_page=100`)) as (FoundIssue & {
    pull_request?: object;
  })[];
  return found.filter(({ pull_request: pull }) => pull === undefined);
}

export async function textAt(
  scene: RegistryScene,
  { repository }: RegistryRepository,
  path: string,
  ref: string,
): Promise<string | undefined> {
  const file = (await scene.api(`/repos/${repository}/contents/${path}?ref=${encodeURIComponent(ref)}`)) as
    | { content: string }
    | undefined;
  return file === undefined ? undefined : Buffer.from(file.content, "base64").toString("utf8");
}

export async function runsOf(
  scene: RegistryScene,
  { repository }: RegistryRepository,
): Promise<readonly { id: number; event: string; head_sha: string; display_title: string; head_branch: string }[]> {
  const found = (await scene.api(`/repos/${repository}/actions/runs?per_page=100`)) as {
    workflow_runs: { id: number; event: string; head_sha: string; display_title: string; head_branch: string }[];
  };
  return found.workflow_runs;
}

/** The next workflow run of the repository that waits, started. */
export async function takeRun(scene: RegistryScene, { repository }: RegistryRepository): Promise<QueuedRun> {
  for (;;) {
    const run = await scene.fake.control.takeWorkflowRun({ waitMs: 1000 });
    if (run === null) throw new Error("no workflow run waits");
    if (run.repository !== repository) continue;
    await scene.fake.control.startWorkflowRun({ repository, runId: run.runId });
    return run;
  }
}

/** The workflow run that waits leaves a run and an evaluation, of the outcome given, and completes. */
export async function finishTraining(
  scene: RegistryScene,
  here: RegistryRepository,
  {
    conclusion = "success",
    outcome,
    run: taken,
  }: { readonly conclusion?: string; readonly outcome?: RunEvidence["outcome"] | null; readonly run?: QueuedRun } = {},
): Promise<QueuedRun> {
  const run = taken ?? (await takeRun(scene, here));
  const identity = identityOf(run);
  const resources = { wallSeconds: 7200, gpus: [GPU, { ...GPU, index: 1 }], samples: 7200 };
  const evidences =
    outcome === null
      ? []
      : outcome === undefined || outcome.kind === "succeeded"
        ? [buildRun({ identity, resources }), buildEvaluation({ identity })]
        : [buildRun({ identity, resources, outcome })];
  for (const evidence of evidences) {
    const kind = evidenceKind(evidence);
    await scene.fake.control.uploadArtifact({
      repository: here.repository,
      runId: run.runId,
      name: formatArtifactName({ kind, model: evidence.model, key: evidence.key }),
      files: { [`${kind}.json`]: serializeEvidence(evidence) },
    });
  }
  await scene.fake.control.completeWorkflowRun({ repository: here.repository, runId: run.runId, conclusion });
  return run;
}

const GPU = { index: 0, utilizationPercent: { p50: 90, p95: 99, max: 100 }, memoryMiB: { p50: 1, p95: 2, max: 3 } };
