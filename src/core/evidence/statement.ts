import { createHash } from "node:crypto";
import { z } from "zod";
import { PawlError } from "../errors.ts";
import { DataEvidence } from "./data-evidence.ts";
import { DriftEvidence } from "./drift-evidence.ts";
import { EvaluationEvidence } from "./evaluation-evidence.ts";
import { CommitSha, label, MAX_EVIDENCE_BYTES, Sha256 } from "./limits.ts";
import type { EvidenceKind } from "./names.ts";
import { PackageEvidence } from "./package-evidence.ts";
import { type DatasetIdentity, RunEvidence } from "./run-evidence.ts";
import { parseStrictJson } from "./strict-json.ts";

/** @see https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md */
export const STATEMENT_TYPE = "https://in-toto.io/Statement/v1";

/** The kinds of evidence that exist so far: adding one is one file and one line. */
export const EVIDENCE_SCHEMAS = {
  run: RunEvidence,
  evaluation: EvaluationEvidence,
  data: DataEvidence,
  drift: DriftEvidence,
  package: PackageEvidence,
} as const satisfies Partial<Record<EvidenceKind, z.ZodType>>;

export type Evidence = RunEvidence | EvaluationEvidence | DataEvidence | DriftEvidence | PackageEvidence;

export const Subject = z.strictObject({
  name: label(500),
  digest: z.union([z.strictObject({ sha256: Sha256 }), z.strictObject({ gitCommit: CommitSha })]),
});
export type Subject = z.infer<typeof Subject>;

const envelope = { _type: z.literal(STATEMENT_TYPE), subject: z.array(Subject).min(1).max(1100) } as const;

export const Statement = z.discriminatedUnion("predicateType", [
  z.strictObject({ ...envelope, predicateType: z.literal("urn:pawl:evidence:run:v1"), predicate: RunEvidence }),
  z.strictObject({
    ...envelope,
    predicateType: z.literal("urn:pawl:evidence:evaluation:v1"),
    predicate: EvaluationEvidence,
  }),
  z.strictObject({ ...envelope, predicateType: z.literal("urn:pawl:evidence:data:v1"), predicate: DataEvidence }),
  z.strictObject({ ...envelope, predicateType: z.literal("urn:pawl:evidence:drift:v1"), predicate: DriftEvidence }),
  z.strictObject({ ...envelope, predicateType: z.literal("urn:pawl:evidence:package:v1"), predicate: PackageEvidence }),
]);
export type Statement = z.infer<typeof Statement>;

/** The files and the commit that a document speaks about. */
function subjectsOf(evidence: Evidence): Subject[] {
  return [
    { name: evidence.identity.repository, digest: { gitCommit: evidence.identity.commit } },
    ...filesOf(evidence).map(({ path, sha256 }) => ({ name: path, digest: { sha256 } })),
  ];
}

function filesOf(evidence: Evidence): readonly { readonly path: string; readonly sha256: string }[] {
  switch (evidence.schema) {
    case "pawl.run/v1":
      return evidence.outputs;
    case "pawl.evaluation/v1":
      return evidence.predictions === undefined ? [] : [evidence.predictions];
    case "pawl.data/v1":
      return [...datasetFile(evidence.dataset), ...(evidence.contract === undefined ? [] : [evidence.contract])];
    case "pawl.drift/v1":
      return datasetFile(evidence.current.dataset);
    case "pawl.package/v1":
      return packageFiles(evidence);
  }
}

/** The package itself, by its manifest, and what is in it. */
function packageFiles({ package: packed }: PackageEvidence): readonly { path: string; sha256: string }[] {
  if (packed === undefined) return [];
  const sha256 = (digest: string): string => digest.slice("sha256:".length);
  return [
    { path: packed.repository, sha256: sha256(packed.digest) },
    ...packed.layers.map(({ path, digest }) => ({ path, sha256: sha256(digest) })),
  ];
}

/** A dataset is a subject where its fingerprint is a sha-256. */
function datasetFile(dataset: DatasetIdentity | undefined): readonly { path: string; sha256: string }[] {
  if (dataset === undefined || dataset.algorithm === "md5") return [];
  return [{ path: dataset.path, sha256: dataset.value }];
}

export function toStatement(evidence: Evidence): Statement {
  const head = { _type: STATEMENT_TYPE, subject: subjectsOf(evidence) } as const;
  switch (evidence.schema) {
    case "pawl.run/v1":
      return { ...head, predicateType: "urn:pawl:evidence:run:v1", predicate: evidence };
    case "pawl.evaluation/v1":
      return { ...head, predicateType: "urn:pawl:evidence:evaluation:v1", predicate: evidence };
    case "pawl.data/v1":
      return { ...head, predicateType: "urn:pawl:evidence:data:v1", predicate: evidence };
    case "pawl.drift/v1":
      return { ...head, predicateType: "urn:pawl:evidence:drift:v1", predicate: evidence };
    case "pawl.package/v1":
      return { ...head, predicateType: "urn:pawl:evidence:package:v1", predicate: evidence };
  }
}

/** The kind of a document, as its artifact and its place on the ledger are named. */
export function evidenceKind(evidence: Evidence): EvidenceKind {
  switch (evidence.schema) {
    case "pawl.run/v1":
      return "run";
    case "pawl.evaluation/v1":
      return "evaluation";
    case "pawl.data/v1":
      return "data";
    case "pawl.drift/v1":
      return "drift";
    case "pawl.package/v1":
      return "package";
  }
}

/** One document as its bytes are written, uploaded and kept on the ledger. Throws `EVIDENCE_INVALID` or `EVIDENCE_TOO_LARGE`. */
export function serializeEvidence(evidence: Evidence): string {
  const checked = Statement.safeParse(toStatement(evidence));
  if (!checked.success) throw invalid("evidence", checked.error);
  const text = `${writeNumbersInOneLine(JSON.stringify(checked.data, undefined, 1))}\n`;
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_EVIDENCE_BYTES) throw tooLarge("evidence", bytes);
  return text;
}

/** A list of numbers takes one line and not one for each: profiles are made of them. Texts hold no raw line break. */
function writeNumbersInOneLine(json: string): string {
  return json.replace(/\[\n[\s\d.,eE+-]+\]/g, (list) => list.replace(/\s+/g, ""));
}

/** Reads untrusted bytes. `source` names the file in errors. Throws `EVIDENCE_INVALID` or `EVIDENCE_TOO_LARGE`. */
export function parseStatement(bytes: Uint8Array, source: string): Statement {
  if (bytes.byteLength > MAX_EVIDENCE_BYTES) throw tooLarge(source, bytes.byteLength);
  const parsed = Statement.safeParse(parseStrictJson(bytes, source));
  if (!parsed.success) throw invalid(source, parsed.error);
  assertSubjectsMatch(parsed.data, source);
  return parsed.data;
}

/** The envelope must speak about the same files as the document inside it. */
function assertSubjectsMatch(statement: Statement, source: string): void {
  const expected = subjectsOf(statement.predicate);
  if (JSON.stringify(expected) === JSON.stringify(statement.subject)) return;
  throw new PawlError({
    code: "EVIDENCE_INVALID",
    message: `${source}: subject does not list the commit and the files of the predicate`,
    hint: "Documents are written by Pawl's actions; they cannot be edited afterwards.",
  });
}

/** Identity of a document: sha-256 of its bytes. */
export function documentDigest(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function invalid(source: string, error: z.ZodError): PawlError {
  return new PawlError({
    code: "EVIDENCE_INVALID",
    message: `${source}: ${z.prettifyError(error).slice(0, 2000)}`,
    hint: "The document was not written by this version of Pawl's actions, or was changed afterwards.",
    cause: error,
  });
}

function tooLarge(source: string, bytes: number): PawlError {
  return new PawlError({
    code: "EVIDENCE_TOO_LARGE",
    message: `${source}: ${String(bytes)} bytes, at most ${String(MAX_EVIDENCE_BYTES)} are accepted`,
    hint: "Record fewer metrics, parameters or outputs.",
  });
}
