import type { PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { traceLineage } from "../../src/core/package/trace-lineage.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { choosePackageFiles } from "../../src/runner/package/choose-package-files.ts";
import { type ReadSource, sortSources } from "../../src/runner/package/read-sources.ts";
import { logLine } from "../../src/runner/workflow-commands.ts";
import type { PackingJob } from "./plan-packing.ts";

/**
 * Where train reused an earlier run, and so wrote no weights, the package that the earlier workflow run left, if it can
 * still be pulled from where this one would go; `undefined` where this job has to pack by itself.
 */
export async function findEarlierPackage(
  job: PackingJob,
  draft: PackageEvidence,
  read: readonly ReadSource[],
): Promise<PackageEvidence | undefined> {
  const sources = sortSources(read);
  const run = sources.run?.evidence;
  if (run?.reused === undefined || (await hasWeights(job))) return undefined;
  const earlier = await attempt("Looking for the earlier package", job.notes, () => readEarlier(job, run), undefined);
  const packed = earlier?.package;
  if (earlier === undefined || packed === undefined) {
    job.notes.push(
      `Train reused workflow run ${String(run.reused.workflowRunId)}, which left no package in ${job.destination.repository}.`,
    );
    return undefined;
  }
  logLine(
    `Not packed again: workflow run ${String(run.reused.workflowRunId)} left ${packed.repository}@${packed.digest}.`,
  );
  const files = packed.layers.map(({ kind, path, bytes, digest }) => ({ kind, path, bytes, sha256: digest.slice(7) }));
  return {
    ...draft,
    finishedAt: new Date().toISOString(),
    package: packed,
    ...(earlier.card === undefined ? {} : { card: earlier.card }),
    lineage: traceLineage({ commit: job.identity.commit, files, sources }),
    attestation: earlier.attestation,
    notes: [...job.notes, `Not packed again: workflow run ${String(run.reused.workflowRunId)} had the same inputs.`],
  };
}

async function hasWeights({ inputs, folder }: PackingJob): Promise<boolean> {
  const choice = { kind: "weight", input: "files", globs: inputs.files } as const;
  return choosePackageFiles([choice], folder).then(
    (files) => files.length > 0,
    () => false,
  );
}

async function readEarlier(job: PackingJob, run: RunEvidence): Promise<PackageEvidence | undefined> {
  const { inputs, identity, env, destination } = job;
  // Loaded only here: GitHub's client takes longer to load than everything else together.
  const { readLedgerPackage } = await import("./read-ledger-package.ts");
  const evidence = await readLedgerPackage({ inputs, identity, env, run });
  if (evidence?.package === undefined || evidence.package.repository !== destination.repository) return undefined;
  const manifest = await destination.store.readManifest(evidence.package.digest);
  return manifest === undefined ? undefined : evidence;
}
