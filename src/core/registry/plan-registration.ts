import { toSafeLabel } from "../evidence/limits.ts";
import type { PackageEvidence } from "../evidence/package-evidence.ts";
import { documentDigest } from "../evidence/statement.ts";
import type { Accepted } from "../report/report-facts.ts";
import { type ModelVersion, type Registry, registryPath, type VersionEntry, versionPath } from "./registry.ts";
import { serializeRegistryDocument } from "./registry-documents.ts";

/** Accepted evidence of a package that is to become a version. */
export interface PackageToRegister {
  readonly evidence: Accepted<PackageEvidence>;
  /** Overall metrics of the evaluations of its lineage, as the ledger has them. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** A version without its number. */
export type VersionDraft = Omit<ModelVersion, "version" | "schema">;

export interface RegistrationPlan {
  /** Files of the ledger by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly registry: Registry;
  readonly versions: readonly ModelVersion[];
}

/** Overall metrics that a version holds. */
const MAX_METRICS = 60;

/** The registry of a model that has none yet. */
export function emptyRegistry(model: string): Registry {
  return { schema: "pawl.registry/v1", model, versions: [], promotions: [] };
}

/** A version as package evidence makes it. `undefined`: nothing was packed. */
export function draftVersion({ evidence, metrics }: PackageToRegister, registeredAt: string): VersionDraft | undefined {
  const { document, digest, workflowRun } = evidence;
  if (document.package === undefined || document.outcome.kind !== "succeeded") return undefined;
  return {
    model: document.model,
    digest: document.package.digest,
    location: { kind: "oci", repository: document.package.repository },
    origin: "registered",
    commit: document.identity.commit,
    registeredAt,
    registeredBy: toSafeLabel(document.identity.actor, 100),
    package: {
      document: digest,
      workflowRun: { id: workflowRun.id, attempt: workflowRun.attempt },
      ...(document.key === undefined ? {} : { key: document.key }),
    },
    lineage: document.lineage,
    attestation: document.attestation,
    metrics: Object.fromEntries(Object.entries(metrics).slice(0, MAX_METRICS)),
    notes: document.notes,
  };
}

/**
 * What the ledger has to get so that these are versions of the model: each new digest becomes the next number, in the
 * order given; a digest that is a version already stays that version. `undefined`: all of them are there.
 *
 * @throws `INPUT_INVALID` where a document would break its schema (5,000 versions are kept).
 */
export function planRegistration(
  drafts: readonly VersionDraft[],
  registry: Registry | undefined,
  model: string,
): RegistrationPlan | undefined {
  const before = registry ?? emptyRegistry(model);
  const known = new Set(before.versions.map(({ digest }) => digest));
  const files = new Map<string, string>();
  const versions: ModelVersion[] = [];
  const entries: VersionEntry[] = [];
  let last = Math.max(0, ...before.versions.map(({ version }) => version));
  for (const draft of drafts) {
    if (draft.model !== model || known.has(draft.digest)) continue;
    known.add(draft.digest);
    last += 1;
    const version: ModelVersion = { schema: "pawl.version/v1", ...draft, version: last };
    const text = serializeRegistryDocument(version);
    files.set(versionPath(model, last), text);
    versions.push(version);
    const { digest, origin, commit, registeredAt } = version;
    entries.unshift({ version: last, digest, origin, commit, registeredAt, document: documentDigest(text) });
  }
  if (versions.length === 0) return undefined;
  const after: Registry = { ...before, versions: [...entries, ...before.versions] };
  files.set(registryPath(model), serializeRegistryDocument(after));
  return { files, registry: after, versions };
}
