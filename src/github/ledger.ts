import { z } from "zod";
import { PawlError } from "../core/errors.ts";
import { LEDGER_BRANCH, LedgerIndex, ledgerIndexPath } from "../core/evidence/ledger-index.ts";
import { readFileAt } from "./contents.ts";
import type { Octokit } from "./octokit.ts";
import { formatRepository, type Repository } from "./repository.ts";
import { isNotFound, statusOf } from "./request-failure.ts";

/** The ledger's newest commit; `undefined` as long as there is no ledger. */
export async function readLedgerHead(octokit: Octokit, { owner, repo }: Repository): Promise<string | undefined> {
  try {
    const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `heads/${LEDGER_BRANCH}` });
    return data.object.sha;
  } catch (error) {
    if (isNotFound(error) || statusOf(error) === 409) return undefined;
    throw error;
  }
}

/**
 * The ledger's index of one model; `undefined` where the model has none yet.
 *
 * @param at A commit of the ledger, where the caller knows one; its newest if not given.
 * @throws `EVIDENCE_INVALID` where the branch holds something that the App did not write.
 */
export async function readLedgerIndex(
  octokit: Octokit,
  repository: Repository,
  model: string,
  at: string = LEDGER_BRANCH,
): Promise<LedgerIndex | undefined> {
  const path = ledgerIndexPath(model);
  const bytes = await readFileAt(octokit, repository, path, at);
  if (bytes === undefined) return undefined;
  const parsed = LedgerIndex.safeParse(parseJson(bytes));
  if (parsed.success) return parsed.data;
  throw new PawlError({
    code: "EVIDENCE_INVALID",
    message: `${path} on branch ${LEDGER_BRANCH} of ${formatRepository(repository)} is not an index of the ledger: ${z.prettifyError(parsed.error).slice(0, 500)}`,
    hint: `Only the App writes to ${LEDGER_BRANCH}. Revert the commit that changed ${path} by hand.`,
  });
}

/**
 * Bytes of one document.
 *
 * @param at A commit of the ledger, where the caller knows one; its newest if not given.
 * @throws `NOT_FOUND` where the ledger has no such file, `INPUT_INVALID` where the path is not one of the ledger's.
 */
export async function readLedgerDocument(
  octokit: Octokit,
  repository: Repository,
  path: string,
  at: string = LEDGER_BRANCH,
): Promise<Uint8Array> {
  if (!/^(evidence|models)\/[\w./-]+\.json$/.test(path) || path.includes("..")) {
    throw new PawlError({ code: "INPUT_INVALID", message: `${path.slice(0, 200)} is not a path of the ledger` });
  }
  const bytes = await readFileAt(octokit, repository, path, at);
  if (bytes !== undefined) return bytes;
  throw new PawlError({
    code: "NOT_FOUND",
    message: `${path} is not on branch ${LEDGER_BRANCH} of ${formatRepository(repository)}`,
    hint: "The branch was rewritten, or the index is older than the document.",
  });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}
