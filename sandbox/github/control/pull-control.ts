import { mergeTree, writeCommit } from "../git/write-history.ts";
import { emitCheckRun } from "../operations/checks.ts";
import { addReview, emitReview } from "../operations/comments.ts";
import { mergePull } from "../operations/merge-pull.ts";
import { closePull, openPull } from "../operations/pulls.ts";
import { gitHubSignature, signatureOf } from "../render/account.ts";
import { renderSimpleCommit } from "../render/commit.ts";
import type { Repository } from "../state.ts";
import { queueMergeGroupRuns } from "../workflows/queue-runs.ts";
import { timestamp, type World } from "../world.ts";
import type { Control } from "./control.ts";
import { lookUpAccount, lookUpCheckRun, lookUpPull, lookUpRepository, lookUpReview } from "./lookups.ts";

type PullControl = Pick<
  Control,
  | "openPull"
  | "review"
  | "dismissReview"
  | "closePull"
  | "mergePull"
  | "rerequestCheck"
  | "requestCheckAction"
  | "queueMergeGroup"
>;

/** What people do on pull requests. */
export function createPullControl(world: World): PullControl {
  const by = (login: string) => ({ account: lookUpAccount(world, login), startsWorkflows: true });
  return {
    openPull: async (wish) => {
      const repository = lookUpRepository(world, wish.repository);
      const [owner = "", branch] = wish.head.includes(":") ? wish.head.split(":") : [repository.owner.login, wish.head];
      const pull = await openPull(
        world,
        repository,
        {
          title: wish.title,
          body: wish.body ?? null,
          headRepository: lookUpRepository(world, `${owner}/${repository.name}`),
          headRef: branch ?? "",
          baseRef: wish.base ?? repository.defaultBranch,
          draft: wish.draft ?? false,
          maintainerCanModify: true,
        },
        by(wish.author),
      );
      return { number: pull.number, headSha: pull.headSha };
    },
    review: async ({ repository: name, number, author, state, body = "" }) => {
      const repository = lookUpRepository(world, name);
      const pull = lookUpPull(repository, number);
      const user = lookUpAccount(world, author);
      return { reviewId: addReview(world, repository, pull, { user, body, state, commitId: pull.headSha }).id };
    },
    dismissReview: async ({ repository: name, reviewId, author }) => {
      const repository = lookUpRepository(world, name);
      const review = lookUpReview(repository, reviewId);
      review.state = "DISMISSED";
      const sender = lookUpAccount(world, author);
      emitReview(world, repository, lookUpPull(repository, review.pullNumber), { review, action: "dismissed", sender });
    },
    closePull: async ({ repository: name, number, author }) => {
      const repository = lookUpRepository(world, name);
      await closePull(world, repository, lookUpPull(repository, number), lookUpAccount(world, author));
    },
    mergePull: async ({ repository: name, number, author, method = "merge" }) => {
      const repository = lookUpRepository(world, name);
      const wish = { method, title: undefined, message: undefined, sha: undefined };
      return { sha: await mergePull(world, repository, lookUpPull(repository, number), wish, by(author)) };
    },
    rerequestCheck: async ({ repository: name, checkRunId, author }) => {
      const repository = lookUpRepository(world, name);
      const run = lookUpCheckRun(repository, checkRunId);
      emitCheckRun(world, repository, run, { action: "rerequested", sender: lookUpAccount(world, author) });
    },
    requestCheckAction: async ({ repository: name, checkRunId, identifier, author }) => {
      const repository = lookUpRepository(world, name);
      const run = lookUpCheckRun(repository, checkRunId);
      emitCheckRun(world, repository, run, {
        action: "requested_action",
        sender: lookUpAccount(world, author),
        identifier,
      });
    },
    queueMergeGroup: async ({ repository: name, number, author }) =>
      queueGroup(world, lookUpRepository(world, name), number, author),
  };
}

async function queueGroup(
  world: World,
  repository: Repository,
  number: number,
  author: string,
): Promise<{ headSha: string }> {
  const pull = lookUpPull(repository, number);
  const sender = lookUpAccount(world, author);
  const base = repository.git.refs.get(`refs/heads/${pull.baseRef}`) ?? "";
  const tree = await mergeTree(repository.git, base, pull.headSha);
  if (tree === undefined) throw new Error(`Pull request ${String(number)} conflicts with ${pull.baseRef}.`);
  const date = timestamp(world);
  const headSha = writeCommit(repository.git, {
    tree,
    parents: [base, pull.headSha],
    message: `Merge pull request #${String(number)} from ${pull.headRepository.owner.login}/${pull.headRef}`,
    author: signatureOf(sender, date),
    committer: gitHubSignature(date),
  });
  const ref = `refs/heads/gh-readonly-queue/${pull.baseRef}/pr-${String(number)}-${base}`;
  await repository.git.moveRef(ref, headSha, repository.git.refs.get(ref));
  const group = {
    head_sha: headSha,
    head_ref: ref,
    base_sha: base,
    base_ref: `refs/heads/${pull.baseRef}`,
    head_commit: await renderSimpleCommit(repository, headSha),
  };
  await queueMergeGroupRuns(world, repository, { group, sender });
  return { headSha };
}
