import { z } from "zod";
import { PawlError } from "../core/errors.ts";
import { readBranchHead } from "./branch-head.ts";
import { graphqlProblems } from "./graphql-problems.ts";
import type { Octokit } from "./octokit.ts";
import { formatRepository, type Repository } from "./repository.ts";
import { isForbidden, isLostAnswer, isUnprocessable } from "./request-failure.ts";

export interface BranchMove {
  readonly branch: string;
  /** Where it was seen; undefined: there was no such branch. */
  readonly from: string | undefined;
  /** Commit that it is to stand at, whether that follows from the one before or not. */
  readonly to: string;
}

const ATTEMPTS = 3;

const REPOSITORY_ID = `query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }`;
const UPDATE_REFS = `mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }`;

const RepositoryId = z.object({ repository: z.object({ id: z.string() }) });

/**
 * Lets a branch stand at a commit, if it still is where it was seen: what somebody pushed in between is never written over.
 * By GraphQL, because only there a move that is no fast-forward can be bound to where the branch was (`beforeOid`); where
 * GraphQL does not do it, by REST right after another look. False: it is somewhere else now, so look again and decide again.
 * Repeating it changes nothing.
 */
export async function moveBranch(octokit: Octokit, repository: Repository, move: BranchMove): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      await requestMove(octokit, repository, move);
      return true;
    } catch (error) {
      const problems = graphqlProblems(error);
      const refused = problems !== undefined || isUnprocessable(error);
      if (!refused && !isLostAnswer(error)) throw error;
      const head = await readBranchHead(octokit, repository, move.branch);
      if (head === move.to) return true;
      if (head !== move.from || problems?.stale === true) return false;
      if (problems !== undefined) {
        await moveByRest(octokit, repository, move, problems.text);
        return true;
      }
      if (refused || attempt >= ATTEMPTS) throw error;
    }
  }
}

async function requestMove(octokit: Octokit, { owner, repo }: Repository, { branch, from, to }: BranchMove) {
  const ref = `refs/heads/${branch}`;
  if (from === undefined) {
    await octokit.rest.git.createRef({ owner, repo, ref, sha: to });
    return;
  }
  const answer: unknown = await octokit.graphql(REPOSITORY_ID, { owner, name: repo });
  const repositoryId = RepositoryId.parse(answer).repository.id;
  const update = { name: ref, beforeOid: from, afterOid: to, force: true };
  await octokit.graphql(UPDATE_REFS, { input: { repositoryId, refUpdates: [update] } });
}

/** Whether Apps may call `updateRefs` is documented nowhere, and older servers do not have it. */
async function moveByRest(octokit: Octokit, repository: Repository, move: BranchMove, said: string): Promise<void> {
  const { owner, repo } = repository;
  try {
    await octokit.rest.git.updateRef({ owner, repo, ref: `heads/${move.branch}`, sha: move.to, force: true });
  } catch (error) {
    if (!isForbidden(error) && !isUnprocessable(error)) throw error;
    throw refusal(repository, move, said, error);
  }
}

function refusal(repository: Repository, { branch }: BranchMove, said: string, cause: unknown): PawlError {
  return new PawlError({
    code: "GITHUB_REFUSED",
    message: `GitHub did not move branch ${branch} of ${formatRepository(repository)}: ${said.slice(0, 500)}`,
    hint: `The App needs "Contents: write", and rulesets must let it push to ${branch}.`,
    cause,
  });
}
