import type { PackageEvidence } from "../evidence/package-evidence.ts";
import { documentDigest, type Evidence, parseStatement } from "../evidence/statement.ts";
import type { AcceptedPackage, AttachedFacts, PackageFacts } from "./package-facts.ts";
import { readAttestedDigests } from "./read-attested-digests.ts";
import { readBomHashes } from "./read-bom-hashes.ts";

/** `ok`; `broken`: something says otherwise; `missing`: it is not there; `unknown`: nobody could look; `none`: nobody claims it. */
export type LinkState = "ok" | "broken" | "missing" | "unknown" | "none";

/** One link of the chain from a package to what it was made from. */
export interface VerifiedLink {
  readonly name: string;
  readonly state: LinkState;
  /** One sentence without a full stop. */
  readonly said: string;
}

/** Checks what the registry, the evidence, the ledger and the attestation say about a package against each other. */
export function verifyPackage(facts: PackageFacts): readonly VerifiedLink[] {
  const onLedger = findOnLedger(facts);
  const attached = facts.attached.flatMap((document) => packageIn(document, facts.digest));
  const evidence = onLedger?.evidence ?? attached.at(-1)?.evidence;
  return [
    verifyContent(facts),
    verifyLedger(facts, onLedger),
    verifyCommit(facts, onLedger),
    verifyEvidence(
      facts,
      evidence,
      attached.map(({ sha256 }) => sha256),
    ),
    verifyLineage(facts, evidence),
    verifyCard(facts, evidence),
    verifyBom(facts),
    verifyVersion(facts),
    verifyAttestation(facts, evidence),
  ];
}

/** Whether the whole chain holds: what nobody claims is no fault, what nobody could look at is one. */
export function isVerified(links: readonly VerifiedLink[]): boolean {
  return links.every(({ state }) => state === "ok" || state === "none");
}

function link(name: string, state: LinkState, said: string): VerifiedLink {
  return { name, state, said };
}

function verifyContent({ blobs }: PackageFacts): VerifiedLink {
  const wrong = (state: string) => blobs.filter((blob) => blob.state === state).map(({ path }) => path);
  const [differs, absent] = [wrong("differs"), wrong("absent")];
  if (differs.length > 0) return link("content", "broken", `${list(differs)} is not what the manifest names`);
  if (absent.length > 0) return link("content", "missing", `the registry has lost ${list(absent)}`);
  const unread = wrong("there").length;
  const count = `${String(blobs.length)} blobs`;
  if (unread > 0) return link("content", "ok", `${count} are there; ${String(unread)} were not read`);
  return link("content", "ok", `${count} read, each as the manifest names it`);
}

interface FoundEvidence {
  readonly evidence: PackageEvidence;
  readonly accepted: AcceptedPackage;
}

function findOnLedger({ ledger }: PackageFacts): FoundEvidence | undefined {
  if (ledger.kind === "unread") return undefined;
  for (const accepted of ledger.accepted) {
    const bytes = ledger.documents.get(accepted.path);
    if (bytes === undefined || documentDigest(bytes) !== accepted.digest) continue;
    const evidence = readEvidence(bytes);
    if (evidence?.schema === "pawl.package/v1") return { evidence, accepted };
  }
  return undefined;
}

function verifyLedger({ ledger }: PackageFacts, found: FoundEvidence | undefined): VerifiedLink {
  if (ledger.kind === "unread") return link("ledger", "unknown", ledger.reason);
  if (found !== undefined) {
    const { acceptedAt, workflowRunId, onDefaultBranch } = found.accepted;
    const branch = onDefaultBranch ? "the default branch" : "another branch than the default one";
    return link(
      "ledger",
      "ok",
      `accepted ${acceptedAt.slice(0, 10)} from workflow run ${String(workflowRunId)} of ${branch}`,
    );
  }
  if (ledger.accepted.length > 0) {
    return link("ledger", "broken", `${ledger.name} names the package, but its document was changed or is gone`);
  }
  return link("ledger", "missing", `${ledger.name} has no accepted evidence of this digest`);
}

function verifyCommit({ ledger }: PackageFacts, found: FoundEvidence | undefined): VerifiedLink {
  if (ledger.kind === "unread") return link("ledger commit", "unknown", ledger.reason);
  const { commit } = ledger;
  if (found === undefined || commit === undefined)
    return link("ledger commit", "missing", "no commit holds its evidence");
  const said = `${commit.sha.slice(0, 12)} by ${commit.author}`;
  if (commit.verified === true) return link("ledger commit", "ok", `${said}, signed by GitHub`);
  if (commit.verified === false)
    return link("ledger commit", "broken", `${said} is not signed by GitHub: anybody may have written it`);
  return link("ledger commit", "unknown", `${said}; whether GitHub signed it was not asked (a token is needed)`);
}

function verifyEvidence(
  { package: packed, attached: all, ledger }: PackageFacts,
  evidence: PackageEvidence | undefined,
  attached: readonly string[],
): VerifiedLink {
  if (evidence?.package === undefined) {
    const broken = all.some(({ kind, bytes }) => kind === "evidence" && readEvidence(bytes) === undefined);
    return broken
      ? link("evidence", "broken", "evidence that hangs on the package cannot be read")
      : link("evidence", "missing", "no evidence speaks of this digest");
  }
  const said = evidence.package.layers.map(({ path, digest }) => `${path} ${digest}`);
  const has = new Set(packed.layers.map(({ path, digest }) => `${path} ${digest}`));
  const other = said.filter((layer) => !has.has(layer));
  if (other.length > 0 || said.length > packed.layers.length) {
    return link("evidence", "broken", `it lists ${other[0]?.split(" ")[0] ?? "files"}, which the manifest does not`);
  }
  // A package can be announced several times: one document that both have is enough.
  const accepted = ledger.kind === "read" ? ledger.accepted.map(({ digest }) => digest) : [];
  if (accepted.length > 0 && attached.length > 0 && !attached.some((digest) => accepted.includes(digest))) {
    return link("evidence", "broken", "what hangs on the package is not what the ledger accepted");
  }
  const { job, id } = evidence.identity.workflowRun;
  return link("evidence", "ok", `written by job ${job} of workflow run ${String(id)}, lists the same files`);
}

function verifyLineage(facts: PackageFacts, evidence: PackageEvidence | undefined): VerifiedLink {
  if (evidence === undefined) return link("lineage", "missing", "no evidence says what it was made from");
  const { lineage } = evidence;
  if (lineage.broken !== undefined) return link("lineage", "broken", lineage.broken.join(" ").replace(/\.$/, ""));
  const documents = knownDocuments(facts);
  const run = lineage.run === undefined ? undefined : documents.get(lineage.run.document);
  if (run?.schema !== "pawl.run/v1")
    return link("lineage", "missing", "the training's evidence is nowhere to be found");
  const absent = lineage.evaluations.filter(({ document }) => !documents.has(document));
  if (absent.length > 0) return link("lineage", "missing", "an evaluation's evidence is nowhere to be found");
  const made = new Set(run.outputs.map(({ sha256 }) => `sha256:${sha256}`));
  const foreign = facts.package.layers.filter(({ kind, digest }) => kind === "weight" && !made.has(digest));
  if (foreign.length > 0) {
    return link("lineage", "broken", `${list(foreign.map(({ path }) => path))} is not what the training left`);
  }
  return link("lineage", "ok", `weights are outputs of the training of ${run.identity.commit.slice(0, 12)}`);
}

function verifyCard({ package: packed, attached }: PackageFacts, evidence: PackageEvidence | undefined): VerifiedLink {
  const card = evidence?.card;
  if (card === undefined) return link("model card", "missing", "no evidence names a model card");
  if (!packed.layers.some(({ kind, digest }) => kind === "doc" && digest === `sha256:${card.sha256}`)) {
    return link("model card", "broken", "the card that the evidence names is not in the package");
  }
  const other = attached.filter(({ kind, sha256 }) => kind === "model-card" && sha256 !== card.sha256);
  if (other.length > 0) return link("model card", "broken", "another card hangs on the package");
  return link("model card", "ok", "in the package as the evidence names it");
}

function verifyBom({ attached, package: packed, digest }: PackageFacts): VerifiedLink {
  const boms = attached.filter(({ kind }) => kind === "ml-bom");
  if (boms.length === 0) return link("ML-BOM", "missing", "none hangs on the package");
  for (const { bytes } of boms) {
    const read = readBomHashes(bytes);
    if (read === undefined) return link("ML-BOM", "broken", "it is not a CycloneDX document");
    const other = packed.layers.find((layer) => `sha256:${read.files.get(layer.path) ?? ""}` !== layer.digest);
    if (read.version !== digest || other !== undefined) {
      return link("ML-BOM", "broken", "it speaks of other files than the package has");
    }
  }
  return link("ML-BOM", "ok", "lists the package's files");
}

function verifyVersion({ ledger }: PackageFacts): VerifiedLink {
  if (ledger.kind === "unread") return link("version", "unknown", ledger.reason);
  if (ledger.version === undefined) return link("version", "none", "not registered as a version");
  const { version, intact } = ledger.version;
  if (intact) return link("version", "ok", `version ${String(version)} of the registry`);
  return link("version", "broken", `version ${String(version)} of the registry was changed by hand`);
}

function verifyAttestation(facts: PackageFacts, evidence: PackageEvidence | undefined): VerifiedLink {
  const { attestations, attached, digest } = facts;
  const bundles = attached.filter(({ kind }) => kind === "attestation");
  const foreign = bundles.some(({ bytes }) => !readAttestedDigests(bytes).includes(digest));
  if (foreign) return link("attestation", "broken", "a signature that hangs on the package is about something else");
  if (attestations.kind === "asked" && attestations.count > 0) {
    return link(
      "attestation",
      "ok",
      "GitHub has an attestation of this digest; `gh attestation verify` checks its signature",
    );
  }
  const claimed = evidence?.attestation;
  if (claimed?.kind !== "signed") {
    return link(
      "attestation",
      "none",
      claimed === undefined ? "no evidence claims one" : `digests only: ${claimed.reason.replace(/\.$/, "")}`,
    );
  }
  if (attestations.kind === "unasked") return link("attestation", "unknown", attestations.reason);
  return link("attestation", "missing", `the evidence names attestation ${claimed.id}, which GitHub does not have`);
}

/** Every evidence document that can be had, by the sha-256 of its bytes. */
function knownDocuments({ attached, ledger }: PackageFacts): ReadonlyMap<string, Evidence> {
  const bytes = [
    ...attached.filter(({ kind }) => kind === "evidence").map((document) => document.bytes),
    ...(ledger.kind === "read" ? ledger.documents.values() : []),
  ];
  return new Map(
    bytes.flatMap((one) => {
      const evidence = readEvidence(one);
      return evidence === undefined ? [] : [[documentDigest(one), evidence] as const];
    }),
  );
}

function packageIn({ kind, bytes, sha256 }: AttachedFacts, digest: string) {
  const evidence = kind === "evidence" ? readEvidence(bytes) : undefined;
  return evidence?.schema === "pawl.package/v1" && evidence.package?.digest === digest ? [{ evidence, sha256 }] : [];
}

function readEvidence(bytes: Uint8Array): Evidence | undefined {
  try {
    return parseStatement(bytes, "document").predicate;
  } catch {
    return undefined;
  }
}

function list(paths: readonly string[]): string {
  const more = paths.length - 3;
  return `${paths.slice(0, 3).join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}
