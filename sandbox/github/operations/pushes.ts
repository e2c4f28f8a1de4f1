import { emitRepositoryEvent } from "../events/repository-event.ts";
import { diffFiles } from "../git/diff.ts";
import { isAncestor, listCommits, readCommit } from "../git/read-history.ts";
import { accountOf } from "../render/account.ts";
import { htmlUrl } from "../render/repository.ts";
import type { Account, Activity, Json, Repository } from "../state.ts";
import { queuePushRuns } from "../workflows/queue-runs.ts";
import { newId, timestamp, type World } from "../world.ts";
import { requestCheckSuites } from "./checks.ts";
import { closePull, synchronizePulls } from "./pulls.ts";

/** Who moved refs. What a job's own token does starts no workflows, as on GitHub. */
export interface Pusher {
  readonly account: Account;
  readonly startsWorkflows: boolean;
}

export interface RefChange {
  readonly ref: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Moves a ref and lets everything follow that follows on GitHub. `false` when it is not at `before` any more. */
export async function moveRef(
  world: World,
  repository: Repository,
  change: RefChange,
  pusher: Pusher,
): Promise<boolean> {
  const { ref, before, after } = change;
  if (!(await repository.git.moveRef(ref, after, before))) return false;
  await afterPush(world, repository, change, pusher);
  return true;
}

/** Events, pull requests and workflow runs that a moved ref causes. */
export async function afterPush(
  world: World,
  repository: Repository,
  change: RefChange,
  pusher: Pusher,
): Promise<void> {
  if (change.before === change.after || !/^refs\/(heads|tags)\//.test(change.ref)) return;
  repository.pushedAt = timestamp(world);
  await emitPush(world, repository, change, pusher.account);
  if (!change.ref.startsWith("refs/heads/")) return;
  repository.activities.push({
    ...change,
    id: newId(world),
    kind: await kindOf(repository, change),
    actor: pusher.account,
    at: timestamp(world),
  });

  const branch = change.ref.slice("refs/heads/".length);
  if (change.after === undefined) {
    const orphans = pullsFrom(world, repository, branch);
    for (const { base, pull } of orphans) await closePull(world, base, pull, pusher.account);
    return;
  }
  await requestCheckSuites(world, repository, { sha: change.after, branch, sender: pusher.account });
  if (pusher.startsWorkflows)
    await queuePushRuns(world, repository, { ...change, after: change.after }, pusher.account);
  for (const { base, pull } of pullsFrom(world, repository, branch)) {
    await synchronizePulls(world, base, pull, change.after, pusher);
  }
}

async function kindOf({ git }: Repository, { before, after }: RefChange): Promise<Activity["kind"]> {
  if (before === undefined) return "branch_creation";
  if (after === undefined) return "branch_deletion";
  return (await isAncestor(git, before, after)) ? "push" : "force_push";
}

function pullsFrom(world: World, repository: Repository, branch: string) {
  return [...world.repositories.values()].flatMap((base) =>
    base.id !== repository.id && base.id !== repository.parent?.id
      ? []
      : [...base.pulls.values()]
          .filter(
            (pull) => pull.state === "open" && pull.headRepository.id === repository.id && pull.headRef === branch,
          )
          .map((pull) => ({ base, pull })),
  );
}

const ZERO = "0".repeat(40);
/** GitHub lists at most this many commits in one push event. */
const LARGEST_PUSH = 2048;

async function emitPush(
  world: World,
  repository: Repository,
  { ref, before, after }: RefChange,
  sender: Account,
): Promise<void> {
  const kind = ref.startsWith("refs/heads/") ? "branch" : "tag";
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  if (before === undefined || after === undefined) {
    const payload = { ref: name, ref_type: kind, pusher_type: "user" };
    const creation = { ...payload, master_branch: repository.defaultBranch, description: null };
    if (after !== undefined) emitRepositoryEvent(world, repository, { name: "create", sender, payload: creation });
    else emitRepositoryEvent(world, repository, { name: "delete", sender, payload });
  }
  const { git } = repository;
  const newCommits =
    after === undefined || before === undefined || (await readCommit(git, before)) === undefined
      ? []
      : await listCommits(git, { from: before, to: after, limit: LARGEST_PUSH });
  const commits = await Promise.all([...newCommits].reverse().map((sha) => renderPushedCommit(world, repository, sha)));
  const head = after === undefined ? null : await renderPushedCommit(world, repository, after);
  const forced = before !== undefined && after !== undefined && !(await isAncestor(git, before, after));
  emitRepositoryEvent(world, repository, {
    name: "push",
    sender,
    payload: {
      ref,
      before: before ?? ZERO,
      after: after ?? ZERO,
      base_ref: null,
      created: before === undefined,
      deleted: after === undefined,
      forced,
      compare: `${htmlUrl(world, repository)}/compare/${(before ?? ZERO).slice(0, 12)}...${(after ?? ZERO).slice(0, 12)}`,
      commits: commits.filter((commit) => commit !== null),
      head_commit: head,
      pusher: { name: sender.login, email: `${String(sender.id)}+${sender.login}@users.noreply.github.com` },
    },
  });
}

async function renderPushedCommit(world: World, repository: Repository, sha: string): Promise<Json | null> {
  const commit = await readCommit(repository.git, sha);
  if (commit === undefined) return null;
  const files = await diffFiles(repository.git, commit.parents[0], sha);
  const named = (status: string): readonly string[] =>
    files.filter((file) => file.status === status).map(({ filename }) => filename);
  const person = (signature: typeof commit.author): Json => {
    const account = accountOf(world, signature);
    const { name, email } = signature;
    return { name, email, ...(account === undefined ? {} : { username: account.login }) };
  };
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message.trimEnd(),
    timestamp: commit.author.date,
    url: `${htmlUrl(world, repository)}/commit/${sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: named("added"),
    removed: named("removed"),
    modified: [...named("modified"), ...named("renamed")],
  };
}
