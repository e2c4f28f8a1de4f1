import type { PackageLineage } from "../evidence/package-evidence.ts";
import { formatFingerprint } from "../evidence/run-evidence.ts";
import type { PackageFile } from "./package-file.ts";
import type { PackageSources, SourceDocument } from "./package-sources.ts";

/** As many missing links as a document lists. */
const MAX_BROKEN = 20;

export interface LineageRequest {
  /** Commit of the package. */
  readonly commit: string;
  readonly files: readonly PackageFile[];
  readonly sources: PackageSources;
}

/** From which documents a package was made; `broken` says, one sentence each, which links between them are missing. */
export function traceLineage({ commit, files, sources }: LineageRequest): PackageLineage {
  const { run, evaluations, data } = sources;
  const fingerprints = new Map<string, { name: string; fingerprint: string; document?: string }>();
  for (const identity of run?.evidence.data ?? []) {
    const fingerprint = formatFingerprint(identity);
    fingerprints.set(`${identity.name}\n${fingerprint}`, { name: identity.name, fingerprint });
  }
  for (const { evidence, sha256 } of data) {
    if (evidence.dataset === undefined) continue;
    const { name } = evidence.dataset;
    const fingerprint = formatFingerprint(evidence.dataset);
    fingerprints.set(`${name}\n${fingerprint}`, { name, fingerprint, document: sha256 });
  }
  const broken = [...runLinks(commit, files, sources), ...evaluationLinks(commit, sources)];
  const inputDigest = run?.evidence.inputDigest?.value;
  return {
    ...(run === undefined ? {} : { run: nameDocument(run) }),
    evaluations: evaluations.slice(0, 20).map(nameDocument),
    data: [...fingerprints.values()].slice(0, 100),
    ...(inputDigest === undefined ? {} : { inputDigest }),
    ...(broken.length === 0 ? {} : { broken: broken.slice(0, MAX_BROKEN) }),
  };
}

function nameDocument({ evidence, sha256 }: SourceDocument) {
  const { id, attempt } = evidence.identity.workflowRun;
  const { key } = evidence;
  return { document: sha256, workflowRun: { id, attempt }, ...(key === undefined ? {} : { key }) };
}

function runLinks(commit: string, files: readonly PackageFile[], { run }: PackageSources): string[] {
  if (run === undefined) return ["No evidence says which training made the model."];
  const { evidence } = run;
  const broken: string[] = [];
  if (evidence.outcome.kind !== "succeeded") broken.push(`The training ${evidence.outcome.kind}.`);
  if (evidence.identity.commit !== commit) {
    broken.push(`The training was of commit ${evidence.identity.commit.slice(0, 8)}, not of ${commit.slice(0, 8)}.`);
  }
  const made = new Set(evidence.outputs.map(({ sha256 }) => sha256));
  const unknown = files.filter(({ kind, sha256 }) => kind === "weight" && !made.has(sha256));
  for (const { path } of unknown.slice(0, 5)) {
    broken.push(`${path.slice(0, 300)} is not one of the training's outputs, byte for byte.`);
  }
  if (unknown.length > 5) broken.push(`${String(unknown.length - 5)} more weight files are none of its outputs.`);
  return broken;
}

function evaluationLinks(commit: string, { run, evaluations }: PackageSources): string[] {
  if (evaluations.length === 0) return ["No evaluation says how good the model is."];
  const broken: string[] = [];
  const made = new Set((run?.evidence.outputs ?? []).map(({ sha256 }) => sha256));
  for (const { evidence } of evaluations) {
    const name = evidence.key === undefined ? "The evaluation" : `The evaluation ${evidence.key}`;
    if (evidence.outcome.kind !== "succeeded") broken.push(`${name} ${evidence.outcome.kind}.`);
    if (evidence.identity.commit !== commit) {
      broken.push(`${name} was of commit ${evidence.identity.commit.slice(0, 8)}, not of ${commit.slice(0, 8)}.`);
    }
    const { predictions, command } = evidence;
    // Predictions that the evaluation's own command wrote can be no output of the training.
    if (run === undefined || predictions === undefined || command !== undefined || made.has(predictions.sha256))
      continue;
    broken.push(`${name} judged predictions that are not one of the training's outputs.`);
  }
  return broken;
}
