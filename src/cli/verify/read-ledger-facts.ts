import { LedgerIndex, ledgerDocumentPath, ledgerIndexPath } from "../../core/evidence/ledger-index.ts";
import { type EvidenceKind, ModelName } from "../../core/evidence/names.ts";
import type { LineageDocument } from "../../core/evidence/package-evidence.ts";
import { documentDigest, type Evidence, parseStatement } from "../../core/evidence/statement.ts";
import { parseStrictJson } from "../../core/evidence/strict-json.ts";
import type { AcceptedPackage, LedgerFacts, VersionOnLedger } from "../../core/package/package-facts.ts";
import { type ModelVersion, registryPath, versionPath } from "../../core/registry/registry.ts";
import { parseModelVersion, parseRegistry } from "../../core/registry/registry-documents.ts";
import type { LedgerSource } from "./ledger-source.ts";

/** A document lies in the month in which it was accepted; what is named later is looked for this many months back. */
const MONTHS_BACK = 3;

/**
 * What the ledger says of a digest of a model: the package's evidence, what its lineage names, its version.
 *
 * @throws `EVIDENCE_INVALID` where an index of the ledger is none.
 */
export async function readLedgerFacts(
  source: LedgerSource,
  { model, digest }: { readonly model: string; readonly digest: string },
): Promise<LedgerFacts> {
  if (!ModelName.safeParse(model).success) {
    return { kind: "unread", reason: "the package does not say whose model it is: name it with --model" };
  }
  const documents = new Map<string, Uint8Array>();
  const registered = await readVersion(source, model, digest);
  const accepted = await findAccepted(source, { model, digest, version: registered?.document });
  for (const { path, acceptedAt } of accepted) {
    const bytes = await source.read(path);
    if (bytes === undefined) continue;
    documents.set(path, bytes);
    const evidence = tryToParse(bytes);
    if (evidence?.schema !== "pawl.package/v1") continue;
    const { run, evaluations } = evidence.lineage;
    const named = [
      ...(run === undefined ? [] : [["run", run] as const]),
      ...evaluations.map((one) => ["evaluation", one] as const),
    ];
    for (const [kind, lineage] of named) {
      const found = await findDocument(source, { model, kind, lineage, around: acceptedAt });
      if (found !== undefined) documents.set(found.path, found.bytes);
    }
  }
  const [newest] = accepted;
  return {
    kind: "read",
    name: source.name,
    accepted,
    documents,
    version: registered?.version,
    commit: newest === undefined ? undefined : await source.commitOf(newest.path),
  };
}

/** By the index; a version whose evidence is older than what the index holds names its document itself. */
async function findAccepted(
  source: LedgerSource,
  asked: { readonly model: string; readonly digest: string; readonly version: ModelVersion | undefined },
): Promise<readonly AcceptedPackage[]> {
  const { model, digest, version } = asked;
  const path = ledgerIndexPath(model);
  const bytes = await source.read(path);
  const index = bytes === undefined ? undefined : LedgerIndex.parse(parseStrictJson(bytes, path));
  const entries = (index?.entries ?? []).filter((entry) => entry.kind === "package" && entry.package === digest);
  if (entries.length > 0) {
    return entries
      .map((entry) => ({ ...entry, workflowRunId: entry.workflowRun.id }))
      .toSorted((a, b) => Number(b.onDefaultBranch) - Number(a.onDefaultBranch));
  }
  if (version?.package === undefined) return [];
  const { registeredAt: around, package: lineage } = version;
  const found = await findDocument(source, { model, kind: "package", lineage, around });
  // Where it is gone, it is looked for again by whoever compares, and told.
  const place = found?.path ?? pathsOf({ model, kind: "package", lineage, around })[0] ?? "";
  return [
    {
      path: place,
      digest: lineage.document,
      onDefaultBranch: true,
      acceptedAt: around,
      workflowRunId: lineage.workflowRun.id,
    },
  ];
}

interface DocumentQuestion {
  readonly model: string;
  readonly kind: EvidenceKind;
  readonly lineage: LineageDocument;
  /** ISO 8601, UTC; not before it was accepted. */
  readonly around: string;
}

async function findDocument(source: LedgerSource, question: DocumentQuestion) {
  for (const path of pathsOf(question)) {
    const bytes = await source.read(path);
    if (bytes !== undefined && documentDigest(bytes) === question.lineage.document) return { path, bytes };
  }
  return undefined;
}

function pathsOf({ model, kind, lineage, around }: DocumentQuestion): string[] {
  const { workflowRun, key } = lineage;
  const [year, month] = [Number(around.slice(0, 4)), Number(around.slice(5, 7))];
  return Array.from({ length: MONTHS_BACK }, (_, back) => {
    const at = new Date(Date.UTC(year, month - 1 - back, 1)).toISOString();
    return ledgerDocumentPath({ kind, model, key }, workflowRun, at);
  });
}

async function readVersion(
  source: LedgerSource,
  model: string,
  digest: string,
): Promise<{ readonly version: VersionOnLedger; readonly document: ModelVersion | undefined } | undefined> {
  const path = registryPath(model);
  const bytes = await source.read(path);
  const entry =
    bytes === undefined ? undefined : parseRegistry(bytes, path).versions.find((one) => one.digest === digest);
  if (entry === undefined) return undefined;
  const { version } = entry;
  const place = versionPath(model, version);
  const text = await source.read(place);
  if (text === undefined || documentDigest(text) !== entry.document) {
    return { version: { version, intact: false }, document: undefined };
  }
  const document = parseModelVersion(text, place);
  return { version: { version, intact: document.digest === digest && document.version === version }, document };
}

function tryToParse(bytes: Uint8Array): Evidence | undefined {
  try {
    return parseStatement(bytes, "document").predicate;
  } catch {
    return undefined;
  }
}
