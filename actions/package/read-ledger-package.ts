import type { Identity } from "../../src/core/evidence/identity.ts";
import type { PackageEvidence } from "../../src/core/evidence/package-evidence.ts";
import type { RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { documentDigest, parseStatement } from "../../src/core/evidence/statement.ts";
import { readLedgerDocument, readLedgerIndex } from "../../src/github/ledger.ts";
import { createJobClient } from "../job-client.ts";
import type { PackageInputs } from "./inputs.ts";

/** The accepted package of the workflow run that a run reuses; `undefined` where the ledger has none. */
export async function readLedgerPackage({
  inputs,
  identity,
  env,
  run,
}: {
  readonly inputs: PackageInputs;
  readonly identity: Identity;
  readonly env: NodeJS.ProcessEnv;
  readonly run: RunEvidence;
}): Promise<PackageEvidence | undefined> {
  const octokit = createJobClient(inputs["github-token"], env);
  if (octokit === undefined || run.reused === undefined) return undefined;
  const [owner = "", repo = ""] = identity.repository.split("/");
  const { workflowRunId } = run.reused;
  const index = await readLedgerIndex(octokit, { owner, repo }, inputs.model);
  const entry = index?.entries.find(
    ({ kind, key, outcome, workflowRun }) =>
      kind === "package" && key === inputs.key && outcome === "succeeded" && workflowRun.id === workflowRunId,
  );
  if (entry === undefined) return undefined;
  const bytes = await readLedgerDocument(octokit, { owner, repo }, entry.path);
  const { predicate } = parseStatement(bytes, entry.path);
  if (documentDigest(bytes) !== entry.digest || predicate.schema !== "pawl.package/v1") return undefined;
  return predicate.package?.digest === entry.package ? predicate : undefined;
}
