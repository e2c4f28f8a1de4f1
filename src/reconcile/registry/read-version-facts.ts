import type { DataEvidence } from "../../core/evidence/data-evidence.ts";
import type { DriftEvidence } from "../../core/evidence/drift-evidence.ts";
import type { LedgerEntry } from "../../core/evidence/ledger-index.ts";
import type { EvidenceKind } from "../../core/evidence/names.ts";
import type { LineageDocument, PackageEvidence } from "../../core/evidence/package-evidence.ts";
import type { VersionFacts } from "../../core/gate/gate-facts.ts";
import { findVersion } from "../../core/registry/find-version.ts";
import type { PackageState } from "../../core/registry/package-reader.ts";
import { type ModelVersion, type Registry, versionTag } from "../../core/registry/registry.ts";
import type { Accepted } from "../../core/report/report-facts.ts";
import { formatRepository } from "../../github/repository.ts";
import { readTag } from "../../github/tags.ts";
import { type AcceptedDocument, isEvaluation, isRun, newestOfEach, readAccepted } from "../model-evidence.ts";
import { readEntries } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { findLineageDocument } from "./find-lineage-document.ts";
import { readRegistry } from "./read-registry.ts";
import { readVersion } from "./read-version.ts";
import { compareTag } from "./tag-versions.ts";

export interface VersionQuestion {
  readonly model: string;
  readonly version: number;
  /** Base of the web pages, `https://github.com`. */
  readonly serverUrl: string;
  /** Whether the package's registry is asked as well, which may take seconds. */
  readonly askRegistry: boolean;
}

/** Drift documents that are read of one version, newest first. */
const MAX_DRIFT = 20;

/**
 * Everything that is known about a version: the accepted documents that it was made from, what is missing of them, where
 * its tag is, and, where asked for, whether it can be pulled. `undefined` where it was never registered, or its document
 * on the ledger is not the one that the registry names.
 */
export async function readVersionFacts(
  workplace: Workplace,
  question: VersionQuestion,
): Promise<VersionFacts | undefined> {
  const registry = await readRegistry(workplace, question.model);
  const version = await readVersion(workplace, question.model, question.version);
  if (registry === undefined || version === undefined) return undefined;
  const entries = await readEntries(workplace, question.model);
  const reading: Reading = {
    workplace,
    version,
    entries,
    runsUrl: `${question.serverUrl}/${formatRepository(workplace.repository)}/actions/runs`,
    broken: [...(version.lineage.broken ?? [])],
  };
  const { lineage } = version;
  const packed = await read(reading, "package", version.package);
  const run = await read(reading, "run", lineage.run);
  const evaluations = [];
  for (const named of lineage.evaluations) evaluations.push(await read(reading, "evaluation", named));
  return {
    version,
    package: packed !== undefined && isPackage(packed) ? packed : undefined,
    run: run !== undefined && isRun(run) ? run : undefined,
    evaluations: evaluations.filter((accepted) => accepted !== undefined).filter(isEvaluation),
    data: await readData(reading),
    drift: await readDrift(reading),
    pullable: question.askRegistry ? await askPackages(workplace, version) : undefined,
    tag: await readTagState(workplace, registry, version),
    broken: reading.broken,
    // Registration refuses what the default branch's own workflow file did not make; of adopted ones nothing is known.
    trustedWorkflow: version.origin === "registered",
  };
}

/** Whether a version's bytes can be had now. What is no package stays where it is, and nobody can ask about it. */
export async function askPackages(
  { packages }: Workplace,
  { location, digest }: Pick<ModelVersion, "location" | "digest">,
): Promise<PackageState> {
  if (location.kind === "oci") return packages.look(location.repository, digest);
  return { kind: "unknown", reason: "its weights are not in a registry of packages" };
}

interface Reading {
  readonly workplace: Workplace;
  readonly version: ModelVersion;
  readonly entries: readonly LedgerEntry[];
  readonly runsUrl: string;
  /** Grows. */
  readonly broken: string[];
}

async function read(
  { workplace, version, entries, runsUrl, broken }: Reading,
  kind: EvidenceKind,
  lineage: LineageDocument | undefined,
): Promise<AcceptedDocument | undefined> {
  if (lineage === undefined) return undefined;
  const question = { model: version.model, kind, lineage, entries, around: version.registeredAt, runsUrl };
  const found = await findLineageDocument(workplace, question);
  if (found === undefined) broken.push(`${kind} ${lineage.document.slice(0, 8)}`);
  return found?.accepted;
}

/**
 * The documents that the version names, and those of its own commit or of data with the same fingerprint, by the default
 * branch's own code: a pull request's could be about anything.
 */
async function readData(reading: Reading): Promise<readonly Accepted<DataEvidence>[]> {
  const { version, entries, broken } = reading;
  const found: Accepted<DataEvidence>[] = [];
  for (const named of version.lineage.data) {
    if (named.document === undefined) continue;
    const accepted = await readNamedData(reading, named.name, named.document);
    if (accepted === undefined) broken.push(`data ${named.document.slice(0, 8)}`);
    else found.push(accepted);
  }
  const fingerprints = new Set(version.lineage.data.map(({ fingerprint }) => fingerprint));
  const related = entries.filter(
    ({ kind, commit, fingerprint, onDefaultBranch }) =>
      kind === "data" && onDefaultBranch && (commit === version.commit || fingerprints.has(fingerprint ?? "")),
  );
  for (const entry of newestOfEach(related)) {
    if (found.some(({ document }) => document.key === entry.key)) continue;
    const accepted = await readAccepted(reading.workplace, entry, reading.runsUrl);
    if (accepted !== undefined && isData(accepted)) found.push(accepted);
  }
  return found;
}

/** By the index; one that is too old for it is where the workflow run of the package would have left it. */
async function readNamedData(
  { workplace, version, entries, runsUrl }: Reading,
  name: string,
  document: string,
): Promise<Accepted<DataEvidence> | undefined> {
  const entry = entries.find(({ kind, digest }) => kind === "data" && digest === document);
  const workflowRun = version.package?.workflowRun;
  const accepted =
    entry !== undefined
      ? await readAccepted(workplace, entry, runsUrl)
      : workflowRun === undefined
        ? undefined
        : await findLineageDocument(workplace, {
            model: version.model,
            kind: "data",
            lineage: { document, workflowRun, key: name },
            entries,
            around: version.registeredAt,
            runsUrl,
          }).then((answer) => answer?.accepted);
  return accepted !== undefined && isData(accepted) ? accepted : undefined;
}

/** Those of the default branch alone: else a branch could say that nothing drifts. */
async function readDrift({
  workplace,
  version,
  entries,
  runsUrl,
}: Reading): Promise<readonly Accepted<DriftEvidence>[]> {
  const since = entries
    .filter(
      ({ kind, acceptedAt, onDefaultBranch }) =>
        kind === "drift" && onDefaultBranch && acceptedAt >= version.registeredAt,
    )
    .toSorted((a, b) => b.acceptedAt.localeCompare(a.acceptedAt));
  const found: Accepted<DriftEvidence>[] = [];
  for (const entry of since.slice(0, MAX_DRIFT)) {
    const accepted = await readAccepted(workplace, entry, runsUrl);
    if (accepted !== undefined && isDrift(accepted)) found.push(accepted);
  }
  return found;
}

async function readTagState(
  workplace: Workplace,
  registry: Registry,
  { version }: ModelVersion,
): Promise<VersionFacts["tag"]> {
  const entry = findVersion(registry, version);
  const tag = await readTag(workplace.octokit, workplace.repository, versionTag(registry.model, version));
  if (tag === undefined || entry === undefined) return { kind: "absent" };
  const state = await compareTag(workplace, registry, entry, tag);
  return state === "as-written" ? { kind: "as-written" } : { kind: "moved", commit: state.commit ?? tag.object };
}

function isPackage(accepted: AcceptedDocument): accepted is Accepted<PackageEvidence> {
  return accepted.document.schema === "pawl.package/v1";
}

function isData(accepted: AcceptedDocument): accepted is Accepted<DataEvidence> {
  return accepted.document.schema === "pawl.data/v1";
}

function isDrift(accepted: AcceptedDocument): accepted is Accepted<DriftEvidence> {
  return accepted.document.schema === "pawl.drift/v1";
}
