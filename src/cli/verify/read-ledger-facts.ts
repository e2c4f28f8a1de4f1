import { type LedgerEntry, LedgerIndex, ledgerIndexPath } from "../../core/evidence/ledger-index.ts";
import { ModelName } from "../../core/evidence/names.ts";
import { documentDigest } from "../../core/evidence/statement.ts";
import { parseStrictJson } from "../../core/evidence/strict-json.ts";
import type { LedgerFacts, VersionOnLedger } from "../../core/package/package-facts.ts";
import { ModelVersion, Registry, registryPath, versionPath } from "../../core/registry/registry.ts";
import type { LedgerSource } from "./ledger-source.ts";

/** What the ledger says of a digest of a model: the package's evidence, what its lineage names, its version. */
export async function readLedgerFacts(
  source: LedgerSource,
  { model, digest }: { readonly model: string; readonly digest: string },
): Promise<LedgerFacts> {
  if (!ModelName.safeParse(model).success)
    return { kind: "unread", reason: "the package does not say whose model it is" };
  const bytes = await source.read(ledgerIndexPath(model));
  const index = bytes === undefined ? undefined : LedgerIndex.parse(parseStrictJson(bytes, ledgerIndexPath(model)));
  const entries = index?.entries ?? [];
  const packages = entries.filter((entry) => entry.kind === "package" && entry.package === digest);
  const documents = new Map<string, Uint8Array>();
  for (const { path } of [...packages, ...entries.filter((entry) => isOfPackages(entry, packages))]) {
    const document = await source.read(path);
    if (document !== undefined) documents.set(path, document);
  }
  const [accepted] = packages.toSorted((a, b) => Number(b.onDefaultBranch) - Number(a.onDefaultBranch));
  return {
    kind: "read",
    name: source.name,
    index,
    documents,
    version: await readVersion(source, model, digest),
    commit: accepted === undefined ? undefined : await source.commitOf(accepted.path),
  };
}

/** Runs and evaluations of the workflow runs that packed it: what a lineage names is among them. */
function isOfPackages({ kind, workflowRun }: LedgerEntry, packages: readonly LedgerEntry[]): boolean {
  if (kind !== "run" && kind !== "evaluation") return false;
  return packages.some((packed) => packed.workflowRun.id === workflowRun.id);
}

async function readVersion(source: LedgerSource, model: string, digest: string): Promise<VersionOnLedger | undefined> {
  const bytes = await source.read(registryPath(model));
  if (bytes === undefined) return undefined;
  const registry = Registry.parse(parseStrictJson(bytes, registryPath(model)));
  const entry = registry.versions.find((version) => version.digest === digest);
  if (entry === undefined) return undefined;
  const path = versionPath(model, entry.version);
  const document = await source.read(path);
  if (document === undefined || documentDigest(document) !== entry.document)
    return { version: entry.version, intact: false };
  const version = ModelVersion.safeParse(parseStrictJson(document, path));
  const intact = version.success && version.data.digest === digest && version.data.version === entry.version;
  return { version: entry.version, intact };
}
