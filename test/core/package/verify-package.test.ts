import { describe, expect, it } from "vitest";
import type { PackageEvidence } from "../../../src/core/evidence/package-evidence.ts";
import { documentDigest, type Evidence, serializeEvidence } from "../../../src/core/evidence/statement.ts";
import { makeMlBom } from "../../../src/core/package/make-ml-bom.ts";
import type { AttachedFacts, LedgerFacts, PackageFacts } from "../../../src/core/package/package-facts.ts";
import { isVerified, verifyPackage } from "../../../src/core/package/verify-package.ts";
import { evaluationEvidence, PREDICTIONS, packageSources, WEIGHTS } from "../../support/package-sources.ts";
import { runEvidence } from "../../support/run-evidence.ts";

const DIGEST = `sha256:${"5".repeat(64)}`;
const OTHER = `sha256:${"6".repeat(64)}`;
const AT = "2026-11-20T10:01:00.000Z";
const CARD = "c".repeat(64);

const layers = [WEIGHTS, PREDICTIONS, { kind: "doc" as const, path: "MODEL_CARD.md", bytes: 3, sha256: CARD }].map(
  ({ kind, path, bytes, sha256 }) => ({
    ...{ kind, path, bytes },
    mediaType: `application/vnd.cncf.model.${kind}.v1.raw`,
    digest: `sha256:${sha256}`,
  }),
);

const bytesOf = (evidence: Evidence): Buffer => Buffer.from(serializeEvidence(evidence));
const run = packageSources().run?.evidence ?? runEvidence();
const documents = { run: bytesOf(run), evaluation: bytesOf(evaluationEvidence()) };
const workflowRun = { id: 41, attempt: 1 };

function packageDocument(more: Partial<PackageEvidence> = {}): PackageEvidence {
  const { model, writtenBy, identity, startedAt, finishedAt } = runEvidence();
  return {
    schema: "pawl.package/v1",
    ...{ model, writtenBy, identity, startedAt, finishedAt },
    outcome: { kind: "succeeded", exitCode: 0 },
    package: { digest: DIGEST, repository: "ghcr.io/acme/x", tags: [], bytes: 20, layers, attachments: [] },
    card: { sha256: CARD },
    lineage: {
      run: { document: documentDigest(documents.run), workflowRun },
      evaluations: [{ document: documentDigest(documents.evaluation), workflowRun }],
      data: [],
    },
    attestation: { kind: "digests-only", reason: "No plan." },
    notes: [],
    ...more,
  };
}

const attach = (kind: AttachedFacts["kind"], bytes: Uint8Array): AttachedFacts => ({
  kind,
  bytes,
  sha256: documentDigest(bytes),
});
const bundle = (digest: string): Buffer => {
  const payload = Buffer.from(JSON.stringify({ subject: [{ digest: { sha256: digest.slice(7) } }] })).toString(
    "base64",
  );
  return Buffer.from(JSON.stringify({ dsseEnvelope: { payload, payloadType: "application/vnd.in-toto+json" } }));
};

function ledger(evidence: PackageEvidence, more: Partial<Extract<LedgerFacts, { kind: "read" }>> = {}): LedgerFacts {
  const bytes = bytesOf(evidence);
  const accepted = {
    ...{ path: "evidence/a/package.json", digest: documentDigest(bytes), onDefaultBranch: true },
    ...{ acceptedAt: AT, workflowRunId: workflowRun.id },
  };
  return {
    kind: "read",
    name: "origin/pawl",
    accepted: [accepted],
    documents: new Map([["evidence/a/package.json", bytes]]),
    version: { version: 8, intact: true },
    commit: { sha: "d".repeat(40), author: "pawl[bot]", verified: true },
    ...more,
  };
}

function facts(more: Partial<PackageFacts> = {}, evidence = packageDocument()): PackageFacts {
  const bom = {
    model: "late-flights",
    digest: DIGEST,
    layers,
    license: undefined,
    summary: undefined,
    sources: packageSources(),
  };
  return {
    digest: DIGEST,
    repository: "ghcr.io/acme/x",
    package: { config: { digest: OTHER, bytes: 2 }, layers },
    blobs: layers.map(({ path }) => ({ path, state: "same" })),
    attached: [
      attach("evidence", documents.run),
      attach("evidence", documents.evaluation),
      attach("evidence", bytesOf(evidence)),
      attach("ml-bom", makeMlBom(bom)),
    ],
    ledger: ledger(evidence),
    attestations: { kind: "asked", count: 0 },
    ...more,
  };
}

const state = (given: PackageFacts, name: string) => verifyPackage(given).find((link) => link.name === name);
const signed = packageDocument({ attestation: { kind: "signed", id: "77" } });

describe("the chain of a package", () => {
  it("holds where everything agrees", () => {
    const links = verifyPackage(facts());
    expect(links.filter(({ state: found }) => found !== "ok").map(({ name }) => name)).toEqual(["attestation"]);
    expect(isVerified(links)).toBe(true);
  });

  it.each`
    link               | what                                           | given                                                                                                                     | found        | said
    ${"content"}       | ${"a blob is another"}                         | ${facts({ blobs: [{ path: "model.joblib", state: "differs" }] })}                                                         | ${"broken"}  | ${"model.joblib is not what the manifest names"}
    ${"content"}       | ${"a blob is lost"}                            | ${facts({ blobs: [{ path: "model.joblib", state: "absent" }] })}                                                          | ${"missing"} | ${"the registry has lost model.joblib"}
    ${"ledger"}        | ${"nobody could read it"}                      | ${facts({ ledger: { kind: "unread", reason: "no clone" } })}                                                              | ${"unknown"} | ${"no clone"}
    ${"ledger"}        | ${"it has nothing of this digest"}             | ${facts({ ledger: ledger(packageDocument(), { accepted: [] }) })}                                                         | ${"missing"} | ${"no accepted evidence"}
    ${"ledger"}        | ${"its document was changed"}                  | ${facts({ ledger: ledger(packageDocument(), { documents: new Map([["evidence/a/package.json", Buffer.from("{}")]]) }) })} | ${"broken"}  | ${"was changed or is gone"}
    ${"ledger commit"} | ${"GitHub did not sign it"}                    | ${facts({ ledger: ledger(packageDocument(), { commit: { sha: "d".repeat(40), author: "eve", verified: false } }) })}      | ${"broken"}  | ${"by eve is not signed"}
    ${"ledger commit"} | ${"GitHub was not asked"}                      | ${facts({ ledger: ledger(packageDocument(), { commit: { sha: "d".repeat(40), author: "a", verified: undefined } }) })}    | ${"unknown"} | ${"was not asked"}
    ${"version"}       | ${"it is none"}                                | ${facts({ ledger: ledger(packageDocument(), { version: undefined }) })}                                                   | ${"none"}    | ${"not registered"}
    ${"version"}       | ${"its document was changed"}                  | ${facts({ ledger: ledger(packageDocument(), { version: { version: 8, intact: false } }) })}                               | ${"broken"}  | ${"version 8 of the registry was changed"}
    ${"evidence"}      | ${"the registry has another than the ledger"}  | ${{ ...facts(), ledger: ledger(packageDocument({ notes: ["other"] })) }}                                                  | ${"broken"}  | ${"is not what the ledger accepted"}
    ${"evidence"}      | ${"it lists files that are not there"}         | ${facts({ package: { config: { digest: OTHER, bytes: 2 }, layers: layers.slice(1) } })}                                   | ${"broken"}  | ${"it lists model.joblib"}
    ${"evidence"}      | ${"what hangs there is torn"}                  | ${facts({ attached: [attach("evidence", Buffer.from("{"))], ledger: { kind: "unread", reason: "a" } })}                   | ${"broken"}  | ${"cannot be read"}
    ${"evidence"}      | ${"there is none"}                             | ${facts({ attached: [], ledger: { kind: "unread", reason: "a" } })}                                                       | ${"missing"} | ${"no evidence speaks of this digest"}
    ${"lineage"}       | ${"the evidence says that it is broken"}       | ${facts({}, packageDocument({ lineage: { ...packageDocument().lineage, broken: ["A is gone."] } }))}                      | ${"broken"}  | ${"A is gone"}
    ${"lineage"}       | ${"the training's document is gone"}           | ${facts({ attached: facts().attached.slice(1) })}                                                                         | ${"missing"} | ${"the training's evidence is nowhere"}
    ${"lineage"}       | ${"an evaluation's document is gone"}          | ${facts({ attached: facts().attached.filter((_, index) => index !== 1) })}                                                | ${"missing"} | ${"an evaluation's evidence is nowhere"}
    ${"model card"}    | ${"another is in the package"}                 | ${facts({}, packageDocument({ card: { sha256: "b".repeat(64) } }))}                                                       | ${"broken"}  | ${"is not in the package"}
    ${"model card"}    | ${"another hangs on it"}                       | ${facts({ attached: [...facts().attached, attach("model-card", Buffer.from("# Boast"))] })}                               | ${"broken"}  | ${"another card hangs"}
    ${"ML-BOM"}        | ${"there is none"}                             | ${facts({ attached: facts().attached.slice(0, 3) })}                                                                      | ${"missing"} | ${"none hangs"}
    ${"ML-BOM"}        | ${"it is of another package"}                  | ${facts({ digest: OTHER })}                                                                                               | ${"broken"}  | ${"speaks of other files"}
    ${"ML-BOM"}        | ${"it is no document"}                         | ${facts({ attached: [attach("ml-bom", Buffer.from("<xml>"))] })}                                                          | ${"broken"}  | ${"not a CycloneDX document"}
    ${"attestation"}   | ${"the evidence claims one, GitHub has none"}  | ${facts({}, signed)}                                                                                                      | ${"missing"} | ${"which GitHub does not have"}
    ${"attestation"}   | ${"the evidence claims one, nobody asked"}     | ${facts({ attestations: { kind: "unasked", reason: "no token" } }, signed)}                                               | ${"unknown"} | ${"no token"}
    ${"attestation"}   | ${"GitHub has one"}                            | ${facts({ attestations: { kind: "asked", count: 1 } }, signed)}                                                           | ${"ok"}      | ${"GitHub has an attestation"}
    ${"attestation"}   | ${"a signature of something else hangs on it"} | ${facts({ attached: [attach("attestation", bundle(OTHER))] }, signed)}                                                    | ${"broken"}  | ${"about something else"}
    ${"attestation"}   | ${"nobody claims one"}                         | ${facts()}                                                                                                                | ${"none"}    | ${"digests only: No plan"}
  `(
    "$link: $what",
    ({ link, given, found, said }: { link: string; given: PackageFacts; found: string; said: string }) => {
      expect(state(given, link)).toMatchObject({ state: found, said: expect.stringContaining(said) });
      expect(isVerified(verifyPackage(given))).toBe(
        verifyPackage(given).every(({ state: one }) => one === "ok" || one === "none"),
      );
    },
  );

  it("is broken by weights that the training did not leave, whatever the evidence says", () => {
    const [weights, ...rest] = layers;
    if (weights === undefined) throw new Error("no weights");
    const swapped = [{ ...weights, digest: OTHER }, ...rest];
    const evidence = packageDocument();
    const packed = { ...evidence, package: evidence.package && { ...evidence.package, layers: swapped } };
    const given = { ...facts({}, packed), package: { config: { digest: OTHER, bytes: 2 }, layers: swapped } };
    expect(state(given, "lineage")).toMatchObject({
      state: "broken",
      said: expect.stringContaining("model.joblib is not what the training left"),
    });
  });

  it("accepts a signature of this digest that hangs on it", () => {
    const attached = [...facts().attached, attach("attestation", bundle(DIGEST))];
    expect(state(facts({ attached, attestations: { kind: "asked", count: 1 } }, signed), "attestation")?.state).toBe(
      "ok",
    );
  });
});
