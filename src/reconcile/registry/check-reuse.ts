import { matchDataset } from "../../core/config/match-dataset.ts";
import { matchPaths } from "../../core/config/match-paths.ts";
import type { ModelPlan } from "../../core/config/project-config.ts";
import { combineParts, digestFiles, isEnvironmentFile, type TreeFile } from "../../core/evidence/input-digest.ts";
import type { LedgerEntry } from "../../core/evidence/ledger-index.ts";
import type { RunEvidence } from "../../core/evidence/run-evidence.ts";
import type { Workplace } from "../workplace.ts";
import { findLineageDocument } from "./find-lineage-document.ts";
import { readTree } from "./read-tree.ts";

export interface ReuseQuestion {
  readonly plan: Pick<ModelPlan, "name" | "paths" | "workflow" | "data">;
  /** The run that says it reused another one's result. */
  readonly run: RunEvidence;
  readonly entries: readonly LedgerEntry[];
  readonly around: string;
}

type Files = readonly TreeFile[];

/**
 * Why the result of another run must not stand for this one's, as one sentence; `undefined` where it may, or where nothing
 * was reused. An input digest is the job's own claim, and the job of a pull request executes that pull request's code: it
 * counts only where the files that it is made of, at both commits, give it again, with the same workflow and the same data.
 */
export async function checkReuse(workplace: Workplace, question: ReuseQuestion): Promise<string | undefined> {
  const { plan, run, entries, around } = question;
  const { reused, inputDigest } = run;
  if (reused === undefined) return undefined;
  if (inputDigest === undefined) return "It reuses another run and has no input digest.";
  const found = await findLineageDocument(workplace, {
    model: plan.name,
    kind: "run",
    // A run that a matrix key names is found by its digest as well.
    lineage: {
      document: reused.document,
      workflowRun: { id: reused.workflowRunId, attempt: reused.attempt },
      ...(run.key === undefined ? {} : { key: run.key }),
    },
    entries,
    around,
    runsUrl: "",
  });
  const original = found?.accepted.document;
  // Of forks nothing is on the ledger.
  if (original?.schema !== "pawl.run/v1") return "The run that it reuses is not on the ledger.";
  if (original.reused !== undefined) return "The run that it reuses was itself reused from another one.";
  if (original.outcome.kind !== "succeeded") return "The run that it reuses did not succeed.";
  if (original.inputDigest?.value !== inputDigest.value) return "The run that it reuses had other inputs.";
  const here = await readTree(workplace, run.identity.commit);
  const there = await readTree(workplace, original.identity.commit);
  if (here === undefined || there === undefined) {
    return "GitHub cannot list all files of the two commits, so the input digest cannot be computed again.";
  }
  return compareTrees(plan, { run, files: here }, { run: original, files: there });
}

interface RunAt {
  readonly run: RunEvidence;
  readonly files: Files;
}

function compareTrees(plan: ReuseQuestion["plan"], here: RunAt, there: RunAt): string | undefined {
  for (const side of [here, there]) {
    if (computeAgain(plan, side) === side.run.inputDigest?.value) continue;
    return `The input digest of workflow run ${String(side.run.identity.workflowRun.id)} is not the one of commit ${side.run.identity.commit.slice(0, 12)}.`;
  }
  const path = workflowOf(plan, there.run);
  const workflow = (files: Files) => files.find((file) => file.path === path)?.sha;
  if (workflow(there.files) === undefined || workflow(here.files) !== workflow(there.files)) {
    return `${path} of the run that it reuses is not the default branch's.`;
  }
  const changed = plan.data.find((dataset) => filesOf(dataset, here.files) !== filesOf(dataset, there.files));
  return changed === undefined
    ? undefined
    : `The data of ${changed.name} are not the same at the commit of the run that it reuses.`;
}

/** Code and environment from git; parameters, data and command as the run says. */
function computeAgain(plan: ReuseQuestion["plan"], { run, files }: RunAt): string | undefined {
  if (run.inputDigest === undefined) return undefined;
  const code = new Set(
    matchPaths(
      plan.paths,
      files.map(({ path }) => path),
    ),
  );
  const { path: workflow } = run.identity.workflow;
  return combineParts({
    ...run.inputDigest.parts,
    code: digestFiles(files.filter(({ path }) => code.has(path))),
    environment: digestFiles(files.filter(({ path }) => isEnvironmentFile(path, workflow))),
  }).value;
}

/** Digest of a dataset's files in git, which may be pointers. */
function filesOf(dataset: ReuseQuestion["plan"]["data"][number], files: Files): string {
  const { touchedFiles } = matchDataset(
    dataset,
    files.map(({ path }) => path),
  );
  const wanted = new Set(touchedFiles);
  return digestFiles(files.filter(({ path }) => wanted.has(path)));
}

function workflowOf({ workflow }: ReuseQuestion["plan"], { identity }: RunEvidence): string {
  return identity.workflow.path === "" ? `.github/workflows/${workflow}` : identity.workflow.path;
}
