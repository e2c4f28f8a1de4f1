import type { LedgerEntry, LedgerIndex } from "../../src/core/evidence/ledger-index.ts";
import { formatPredictionsName } from "../../src/core/evidence/names.ts";
import type { ReusedRun, RunEvidence } from "../../src/core/evidence/run-evidence.ts";
import { documentDigest, parseStatement } from "../../src/core/evidence/statement.ts";
import { listArtifacts } from "../../src/github/artifacts.ts";
import { readLedgerDocument, readLedgerIndex } from "../../src/github/ledger.ts";
import { createJobOctokit, type Octokit, type Repository } from "../../src/github/octokit.ts";

export interface ReuseRequest {
  readonly model: string;
  readonly key?: string | undefined;
  /** `owner/name`. */
  readonly repository: string;
  readonly inputDigest: string;
  readonly token: string;
  readonly apiUrl: string;
}

export interface ReusableRun {
  readonly evidence: RunEvidence;
  readonly reused: ReusedRun;
}

export type ReuseSearch =
  | { readonly found: ReusableRun }
  | { readonly found?: undefined; readonly note?: string | undefined };

/** A lookup that takes longer than this costs more than it is likely to save. */
const PATIENCE_MS = 20_000;

/**
 * An accepted run of this repository with the same inputs. Where predictions are published, they must still be there,
 * because evaluating needs them and the model is not made again. Never rejects: whatever fails means training, with a note.
 */
export async function findReusableRun(request: ReuseRequest): Promise<ReuseSearch> {
  try {
    const octokit = createJobOctokit({
      token: request.token,
      apiUrl: request.apiUrl,
      patience: { longestWaitMs: 5000 },
    });
    return await withinTime(search(octokit, request));
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return { note: `Whether an earlier run can be reused could not be found out: ${reason}`.slice(0, 400) };
  }
}

async function withinTime(searching: Promise<ReuseSearch>): Promise<ReuseSearch> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("GitHub did not answer in time")), PATIENCE_MS);
  });
  try {
    return await Promise.race([searching, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}

async function search(octokit: Octokit, request: ReuseRequest): Promise<ReuseSearch> {
  const [owner = "", repo = ""] = request.repository.split("/");
  const repository = { owner, repo };
  const index = await readLedgerIndex(octokit, repository, request.model);
  const entry = index === undefined ? undefined : findEntry(index, request);
  if (index === undefined || entry === undefined) return {};
  const bytes = await readLedgerDocument(octokit, repository, entry.path);
  const digest = documentDigest(bytes);
  if (digest !== entry.digest)
    return { note: `${entry.path} on the ledger is not what the index says; training anew.` };
  const { predicate } = parseStatement(bytes, entry.path);
  if (predicate.schema !== "pawl.run/v1" || predicate.inputDigest?.value !== request.inputDigest) return {};
  const reused: ReusedRun = predicate.reused ?? {
    workflowRunId: entry.workflowRun.id,
    workflowRunNumber: entry.workflowRun.number,
    attempt: entry.workflowRun.attempt,
    commit: entry.commit,
    document: digest,
    finishedAt: predicate.finishedAt,
  };
  const note = await missingPredictions(octokit, repository, { index, request, workflowRunId: reused.workflowRunId });
  return note === undefined ? { found: { evidence: predicate, reused } } : { note };
}

/** The newest run that was really made; one that itself was reused only where that is no longer in the index. */
function findEntry({ entries }: LedgerIndex, { key, inputDigest }: ReuseRequest): LedgerEntry | undefined {
  const equal = entries.filter(
    (entry) =>
      entry.kind === "run" && entry.outcome === "succeeded" && entry.inputDigest === inputDigest && entry.key === key,
  );
  return equal.find(({ reused }) => reused === undefined) ?? equal[0];
}

async function missingPredictions(
  octokit: Octokit,
  repository: Repository,
  { index, request, workflowRunId }: { index: LedgerIndex; request: ReuseRequest; workflowRunId: number },
): Promise<string | undefined> {
  if (!index.entries.some(({ kind }) => kind === "evaluation")) return undefined;
  const wanted = formatPredictionsName(request.model, request.key);
  const artifacts = await listArtifacts(octokit, repository, workflowRunId);
  if (artifacts.some(({ name, expired }) => name === wanted && !expired)) return undefined;
  return `Workflow run ${String(workflowRunId)} had the same inputs, but its artifact ${wanted} is gone; training anew.`;
}
