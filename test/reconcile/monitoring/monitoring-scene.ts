import { createQuickGitHub, QUICK_APP, type QuickFate } from "../../../bench/soak/quick-github.ts";
import type { QuickRun } from "../../../bench/soak/quick-repository.ts";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";
import type { Project } from "../../../src/core/config/project-config.ts";
import type { DriftEvidence } from "../../../src/core/evidence/drift-evidence.ts";
import { formatArtifactName } from "../../../src/core/evidence/names.ts";
import {
  documentDigest,
  type Evidence,
  evidenceKind,
  parseStatement,
  serializeEvidence,
} from "../../../src/core/evidence/statement.ts";
import type { Monitoring } from "../../../src/core/monitoring/monitoring.ts";
import { toWorkflowRun } from "../../../src/github/workflow-runs.ts";
import { appendToLedger } from "../../../src/reconcile/append-to-ledger.ts";
import { createRepositoryMemory } from "../../../src/reconcile/memory.ts";
import { readMonitoring } from "../../../src/reconcile/monitoring/read-monitoring.ts";
import { reconcileMonitoring } from "../../../src/reconcile/monitoring/reconcile-monitoring.ts";
import type { Workplace } from "../../../src/reconcile/workplace.ts";
import { buildData, buildDrift, buildIdentity } from "../../core/evidence/build-evidence.ts";

export const MODEL = "late-flights";

/** A model that is checked every day at 03:17 UTC, on the seven days before. */
export const CHECKED = `models:
  late-flights:
    paths: [train.py]
    primary-metric: roc-auc
    data: [{ name: flights, path: data/flights.csv }]
    drift: { schedule: "17 3 * * *", window: 7d, grace: 6h }
`;

export interface MonitoringScene {
  readonly project: Project;
  /** Sets the clock of GitHub and of every App. */
  readonly at: (now: string) => void;
  /** An App that remembers nothing; two of them are two replicas. */
  readonly open: (fateOf?: (method: string, path: string, writes: boolean) => QuickFate) => Workplace;
  /** Looks after the checks, by a new App if none is given. Returns when it wants to be woken. */
  readonly reconcile: (workplace?: Workplace) => Promise<string | undefined>;
  readonly monitoring: () => Promise<Monitoring>;
  readonly runs: () => readonly QuickRun[];
  readonly startByHand: (event: "schedule" | "workflow_dispatch") => QuickRun;
  /** Ends a workflow run, which leaves evidence that is accepted. */
  readonly finish: (run: QuickRun, drift?: Partial<DriftEvidence>, contract?: "pass" | "fail") => Promise<void>;
  /** Ends a workflow run that leaves nothing. */
  readonly end: (run: QuickRun, conclusion: string) => void;
  readonly issues: () => readonly { readonly title: string; readonly open: boolean; readonly body: string }[];
  /** Requests that were made meanwhile, as method and path. */
  readonly requestsOf: (work: () => Promise<unknown>) => Promise<readonly string[]>;
  readonly deleteFile: (path: string) => void;
  readonly closeIssues: () => void;
}

export function createScene(config: string = CHECKED): MonitoringScene {
  const parsed = parseProjectConfig(config);
  if ("issues" in parsed) throw new Error(JSON.stringify(parsed.issues));
  const { project } = parsed;
  let now = "2026-11-20T12:00:00Z";
  const github = createQuickGitHub(() => now);
  const files = new Map([
    [".github/workflows/drift.yml", "on: workflow_dispatch\n"],
    [".github/pawl.yml", config],
  ]);
  const repository = github.create("acme/flights", files);
  const open: MonitoringScene["open"] = (fateOf) => ({
    octokit: github.connect(fateOf),
    repository: { owner: "acme", repo: "flights" },
    self: QUICK_APP,
    memory: createRepositoryMemory(),
    now: () => now,
    pause: async () => undefined,
    log: SILENT,
    packages: { look: async () => ({ kind: "unknown", reason: "none" }) },
  });
  const startByHand: MonitoringScene["startByHand"] = (event) => {
    const id = 900_000 + repository.runs.size;
    const run: QuickRun = {
      id,
      number: repository.runs.size + 1,
      workflow: "drift.yml",
      event,
      branch: "main",
      sha: repository.heads.get("main") ?? "",
      title: "drift",
      actor: "ana",
      createdAt: now,
      updatedAt: now,
      inputs: {},
      status: "queued",
      conclusion: null,
    };
    repository.runs.set(id, run);
    return run;
  };
  const end: MonitoringScene["end"] = (run, conclusion) => {
    run.status = "completed";
    run.conclusion = conclusion;
    run.updatedAt = now;
  };
  return {
    project,
    at: (instant) => {
      now = instant;
    },
    open,
    reconcile: async (workplace = open()) =>
      (await reconcileMonitoring(workplace, { project, defaultBranch: "main" })).nextDue,
    monitoring: () => readMonitoring(open(), MODEL),
    runs: () => [...repository.runs.values()],
    startByHand,
    end,
    finish: async (run, drift = {}, contract) => {
      end(run, "success");
      const evidence: Evidence[] = [
        buildDrift({ identity: identityOf(run), finishedAt: now, ...drift }),
        ...(contract === undefined ? [] : [buildData({ identity: identityOf(run), verdict: contract })]),
      ];
      await acceptEvidenceOf(open(), run, evidence);
    },
    issues: () =>
      [...repository.issues.values()].map(({ title, open: isOpen, body }) => ({ title, open: isOpen, body })),
    requestsOf: async (work) => {
      const before = new Map(github.requests);
      await work();
      return [...github.requests]
        .flatMap(([kind, count]) => Array<string>(count - (before.get(kind) ?? 0)).fill(kind))
        .sort();
    },
    deleteFile: (path) => {
      files.delete(path);
    },
    closeIssues: () => {
      for (const issue of repository.issues.values()) issue.open = false;
    },
  };
}

const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

export function identityOf(run: QuickRun) {
  return buildIdentity({
    commit: run.sha.padEnd(40, "0"),
    checkout: run.sha,
    ref: "refs/heads/main",
    event: run.event,
    pullRequest: undefined,
    base: undefined,
    workflow: { name: "drift", path: `.github/workflows/${run.workflow}` },
    workflowRun: { id: run.id, attempt: 1, number: run.number, job: "drift" },
    actor: run.actor,
  });
}

/** Puts evidence on the ledger as the App does when a workflow run of the default branch is over. */
export async function acceptEvidenceOf(
  workplace: Workplace,
  run: QuickRun,
  evidence: readonly Evidence[],
): Promise<void> {
  const workflowRun = toWorkflowRun({
    id: run.id,
    run_number: run.number,
    html_url: "",
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    head_sha: run.sha,
    head_branch: run.branch,
    created_at: run.createdAt,
  });
  const documents = evidence.map((document) => {
    const bytes = Buffer.from(serializeEvidence(document));
    const name = { kind: evidenceKind(document), model: document.model, key: document.key };
    return {
      document: {
        statement: parseStatement(bytes, "test"),
        bytes,
        digest: documentDigest(bytes),
        artifactName: formatArtifactName(name),
      },
      workflowRun,
      defaultBranch: true,
      pullRequest: undefined,
    };
  });
  await appendToLedger(workplace, documents);
}
