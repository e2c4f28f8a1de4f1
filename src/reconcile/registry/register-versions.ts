import type { ModelPlan } from "../../core/config/project-config.ts";
import type { LedgerEntry } from "../../core/evidence/ledger-index.ts";
import type { PackageEvidence } from "../../core/evidence/package-evidence.ts";
import { draftVersion, type PackageToRegister, planRegistration } from "../../core/registry/plan-registration.ts";
import type { ModelVersion, Registry } from "../../core/registry/registry.ts";
import type { Accepted } from "../../core/report/report-facts.ts";
import { byAttempt } from "../find-baseline.ts";
import { isOnBranch } from "../is-on-branch.ts";
import { readAccepted } from "../model-evidence.ts";
import { readEntries } from "../read-ledger.ts";
import type { Workplace } from "../workplace.ts";
import { type LedgerChange, writeToLedger } from "../write-to-ledger.ts";
import { checkReuse } from "./check-reuse.ts";
import { findLineageDocument } from "./find-lineage-document.ts";
import { readRegistry, readRegistryOf } from "./read-registry.ts";

/** The part of a model's configuration that registration needs. */
export type RegisteredModel = Pick<ModelPlan, "name" | "paths" | "workflow" | "data">;

export interface RefusedPackage {
  /** sha-256 of the package's document. */
  readonly document: string;
  /** One sentence. */
  readonly reason: string;
}

export interface Registration {
  /** What came to exist now, oldest first. */
  readonly versions: readonly ModelVersion[];
  /** Commit of the ledger that holds them. */
  readonly commit: string | undefined;
  readonly refused: readonly RefusedPackage[];
  /** As it is after this. */
  readonly registry: Registry | undefined;
}

/** More new packages than this are left for the next time. */
const MAX_PACKAGES = 50;

/**
 * Makes versions of the accepted packages of one model that no version has yet: those that the default branch's own code
 * made. Safe to repeat at any time and anywhere: a digest becomes one version, whoever comes first, because numbers are
 * given by compare-and-swap. Tags are {@link import("./tag-versions.ts").tagVersions}'s work.
 *
 * @throws `LEDGER_CONFLICT` where others kept writing; nothing is lost, the evidence stays.
 */
export async function registerVersions(
  workplace: Workplace,
  plan: RegisteredModel,
  defaultBranch: string,
): Promise<Registration> {
  const entries = await readEntries(workplace, plan.name);
  const registry = await readRegistry(workplace, plan.name);
  const known = new Set(registry?.versions.map(({ digest }) => digest));
  const candidates = packagesOf(entries).filter((entry) => entry.package !== undefined && !known.has(entry.package));
  const packages: PackageToRegister[] = [];
  const refused: RefusedPackage[] = [];
  for (const entry of candidates.slice(0, MAX_PACKAGES)) {
    const judged = (await isOnBranch(workplace, entry.commit, defaultBranch))
      ? await judgePackage(workplace, plan, entry, entries)
      : `Commit ${entry.commit.slice(0, 12)} is not on ${defaultBranch}.`;
    if (typeof judged === "string") refused.push({ document: entry.digest, reason: judged });
    else packages.push(judged);
  }
  if (packages.length === 0) return { versions: [], commit: undefined, refused, registry };
  const { result, commit } = await writeToLedger(workplace, async (ledger) => {
    const current = await readRegistryOf(workplace, ledger, plan.name);
    return planChange(packages, current, plan.name, workplace.now());
  });
  for (const { version, digest } of result.versions) {
    workplace.log.info({ model: plan.name, version, digest, commit }, "version registered");
  }
  return { ...result, commit, refused };
}

function planChange(
  packages: readonly PackageToRegister[],
  registry: Registry | undefined,
  model: string,
  now: string,
): LedgerChange<Pick<Registration, "versions" | "registry">> {
  const drafts = packages.flatMap((candidate) => draftVersion(candidate, now) ?? []);
  const planned = planRegistration(drafts, registry, model);
  const headline = `Register ${model} ${(planned?.versions ?? []).map(({ version }) => `v${String(version)}`).join(", ")}`;
  if (planned === undefined) return { files: [], headline, result: { versions: [], registry } };
  return {
    files: [...planned.files].map(([path, text]) => ({ path, bytes: Buffer.from(text) })),
    headline: headline.slice(0, 200),
    registries: new Map([[model, planned.registry]]),
    result: { versions: planned.versions, registry: planned.registry },
  };
}

/** Accepted packages of the default branch's own code, in the order in which they were made. */
function packagesOf(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  return entries
    .filter(({ kind, outcome, onDefaultBranch }) => kind === "package" && outcome === "succeeded" && onDefaultBranch)
    .toSorted((a, b) => byAttempt(b, a) || (a.key ?? "").localeCompare(b.key ?? ""));
}

/** The package with what it is registered with, or the sentence that says why it is not. */
async function judgePackage(
  workplace: Workplace,
  plan: RegisteredModel,
  entry: LedgerEntry,
  entries: readonly LedgerEntry[],
): Promise<PackageToRegister | string> {
  const { memory, log } = workplace;
  const key = JSON.stringify([entry.digest, plan.paths, plan.workflow, plan.data.map(({ path }) => path)]);
  const before = memory.refusedPackages.get(key);
  if (before !== undefined) return before;
  const evidence = await readAccepted(workplace, entry, "");
  if (evidence === undefined || !isPackage(evidence) || evidence.document.package?.digest !== entry.package) {
    return "Its document on the ledger is not the one that was accepted.";
  }
  const refusal = await refuseLineage(workplace, plan, evidence, entries);
  if (refusal !== undefined) {
    memory.refusedPackages.set(key, refusal);
    log.warn({ model: plan.name, package: entry.package, reason: refusal }, "package is not registered");
    return refusal;
  }
  return { evidence, metrics: metricsOf(evidence.document, entries) };
}

/** What a version is made from has to be the default branch's own work, or provably the same as that. */
async function refuseLineage(
  workplace: Workplace,
  plan: RegisteredModel,
  { document, acceptedAt }: Accepted<PackageEvidence>,
  entries: readonly LedgerEntry[],
): Promise<string | undefined> {
  const foreign = document.lineage.evaluations.find((named) =>
    entries.some(
      ({ digest, kind, onDefaultBranch }) => digest === named.document && kind === "evaluation" && !onDefaultBranch,
    ),
  );
  if (foreign !== undefined) return "An evaluation that it names was not made by the default branch's own code.";
  const lineage = document.lineage.run;
  // What is missing is no reason to lose a package: the version says so, and its gate asks for a complete lineage.
  if (lineage === undefined) return undefined;
  const found = await findLineageDocument(workplace, {
    model: plan.name,
    kind: "run",
    lineage,
    entries,
    around: acceptedAt,
    runsUrl: "",
  });
  const run = found?.accepted.document;
  if (run?.schema !== "pawl.run/v1") return undefined;
  if (found?.entry?.onDefaultBranch === false) {
    return "The run that it was packed from was not made by the default branch's own code.";
  }
  return checkReuse(workplace, { plan, run, entries, around: acceptedAt });
}

/** Overall metrics of the evaluations that the package names, as they were accepted. */
function metricsOf({ lineage }: PackageEvidence, entries: readonly LedgerEntry[]): Readonly<Record<string, number>> {
  const named = new Set(lineage.evaluations.map(({ document }) => document));
  const evaluations = entries.filter(({ kind, digest }) => kind === "evaluation" && named.has(digest));
  return Object.assign({}, ...evaluations.map(({ metrics }) => metrics));
}

function isPackage(accepted: {
  readonly document: { readonly schema: string };
}): accepted is Accepted<PackageEvidence> {
  return accepted.document.schema === "pawl.package/v1";
}
