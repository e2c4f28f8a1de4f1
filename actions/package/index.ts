import { join } from "node:path";
import { formatError } from "../../src/core/errors.ts";
import { fitPackageEvidence } from "../../src/core/evidence/fit-package-evidence.ts";
import { formatArtifactName } from "../../src/core/evidence/names.ts";
import type { PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import { renderPackageSummary } from "../../src/core/report/render-package-summary.ts";
import { attempt } from "../../src/runner/attempt.ts";
import { readIdentity } from "../../src/runner/identity.ts";
import { readInputs } from "../../src/runner/inputs.ts";
import { keptFolder } from "../../src/runner/kept-folder.ts";
import { writeWhole } from "../../src/runner/kept-run.ts";
import { writeOutputs } from "../../src/runner/outputs.ts";
import { findKeptSources, readNamedSources } from "../../src/runner/package/read-sources.ts";
import { writeSummary } from "../../src/runner/summary.ts";
import { logLine, logMessage } from "../../src/runner/workflow-commands.ts";
import { findEarlierPackage } from "./find-earlier-package.ts";
import { PackageInputs, type PackageOutputs } from "./inputs.ts";
import { attachAll, pack } from "./pack.ts";
import { draftEvidence, failedEvidence } from "./package-evidence.ts";
import { type PackingJob, planPacking } from "./plan-packing.ts";
import { type Signed, signPackage } from "./sign-package.ts";

/** Packs a model, sends it to a registry or a folder, and leaves evidence, also where that fails. */
export async function packageModel(env: NodeJS.ProcessEnv): Promise<number> {
  process.stdout.on("error", () => undefined);
  const inputs = readInputs(PackageInputs, env);
  const identity = readIdentity(env);
  const kept = keptFolder({ env, identity, model: inputs.model, key: inputs.key, now: new Date() });
  const job = planPacking(inputs, { identity, kept, env });
  writeOutputs(namesOf(job), env);

  const draft = draftEvidence(job, new Date());
  const packed = await makePackage(job, draft);
  // A signature takes a service outside of this machine: what is packed is written down before it is asked.
  leave(job, packed);
  const complete = packed.package === undefined ? packed : await sign(job, packed);
  const written = leave(job, complete);
  const notes: string[] = [];
  await attempt(
    "Writing the summary",
    notes,
    () => writeSummary(renderPackageSummary(written.evidence), env),
    undefined,
  );
  await attempt("Attaching the evidence", notes, () => attachDocument(job, written), undefined);
  const { attestation } = written.evidence;
  if (attestation.kind === "digests-only") logLine(`Not signed, digests only: ${attestation.reason}`);
  for (const broken of written.evidence.lineage.broken ?? []) logMessage("warning", `Lineage: ${broken}`);
  for (const note of [...written.evidence.notes, ...notes]) logMessage("notice", note);
  return exitCodeOf(job, written.evidence);
}

async function makePackage(job: PackingJob, draft: PackageEvidence): Promise<PackageEvidence> {
  const { inputs, identity, kept, folder } = job;
  try {
    const request = { model: inputs.model, key: inputs.key, workflowRun: identity.workflowRun, kept };
    const read =
      inputs.evidence.length > 0
        ? await readNamedSources(inputs.evidence, folder, request)
        : await findKeptSources(request);
    const earlier = await findEarlierPackage(job, draft, read);
    return earlier ?? (await pack(job, draft, read));
  } catch (error) {
    logMessage("error", job.redact.text(formatError(error)));
    return failedEvidence(job, draft, error);
  }
}

async function sign(job: PackingJob, evidence: PackageEvidence): Promise<PackageEvidence> {
  const { inputs, destination, env } = job;
  const packed = evidence.package;
  if (packed === undefined || evidence.attestation.kind === "signed") return evidence;
  const signed: Signed =
    inputs.attest === "never"
      ? { attestation: { kind: "digests-only", reason: "The workflow says `attest: never`." }, bundle: undefined }
      : await signPackage({
          name: destination.repository,
          digest: packed.digest,
          token: inputs["github-token"],
          env,
        });
  const manifest = signed.bundle === undefined ? undefined : await destination.store.readManifest(packed.digest);
  const attached =
    signed.bundle === undefined || manifest === undefined
      ? []
      : await attachAll(job, { digest: packed.digest, manifest: manifest.bytes }, [
          { kind: "attestation", name: "attestation.sigstore.json", content: signed.bundle },
        ]);
  return {
    ...evidence,
    finishedAt: new Date().toISOString(),
    package: { ...packed, attachments: [...packed.attachments, ...attached].slice(0, 50) },
    attestation: signed.attestation,
  };
}

interface Written {
  readonly evidence: PackageEvidence;
  readonly text: string;
}

/** The document and the step's outputs, which name it; what was written earlier is replaced. */
function leave(job: PackingJob, evidence: PackageEvidence): Written {
  const file = join(job.kept, "package.json");
  const fitted = fitPackageEvidence(evidence);
  writeWhole(file, fitted.text);
  const { package: packed, outcome, lineage, attestation } = fitted.evidence;
  const names = namesOf(job);
  const outputs: PackageOutputs = {
    ...names,
    layout: packed === undefined ? undefined : job.destination.upload,
    outcome: outcome.kind,
    digest: packed?.digest,
    reference: packed === undefined ? undefined : `${packed.repository}@${packed.digest}`,
    repository: packed?.repository,
    lineage: packed === undefined ? undefined : lineage.broken === undefined ? "complete" : "broken",
    signed: attestation.kind === "signed",
    evidence: file,
  };
  writeOutputs(outputs, job.env);
  return fitted;
}

/** The package's own document hangs on it as well, so that whoever has only the registry finds what the ledger has. */
async function attachDocument(job: PackingJob, { evidence, text }: Written): Promise<void> {
  const digest = evidence.package?.digest;
  const manifest = digest === undefined ? undefined : await job.destination.store.readManifest(digest);
  if (digest === undefined || manifest === undefined) return;
  const content = new TextEncoder().encode(text);
  await attachAll(job, { digest, manifest: manifest.bytes }, [{ kind: "evidence", name: "package.json", content }]);
}

function namesOf({ inputs, kept }: PackingJob) {
  const suffix = inputs.key === undefined ? "" : `-${inputs.key}`;
  return {
    folder: kept,
    "artifact-name": formatArtifactName({ kind: "package", ...inputs }),
    // Not pawl-package-…: that is evidence.
    "layout-artifact-name": `pawl-layout-${inputs.model}${suffix}`,
  };
}

function exitCodeOf({ inputs }: PackingJob, { outcome, attestation }: PackageEvidence): number {
  if (outcome.kind !== "succeeded") return 1;
  if (inputs.attest !== "required" || attestation.kind === "signed") return 0;
  logMessage("error", `The package is there, but it is not signed: ${attestation.reason}`);
  return 1;
}
