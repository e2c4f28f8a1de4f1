import { emitRepositoryEvent } from "../events/repository-event.ts";
import { diffFiles } from "../git/diff.ts";
import { entryAt, readTree } from "../git/read-history.ts";
import { renderAccount } from "../render/account.ts";
import { pullFiles } from "../render/pull.ts";
import { renderRepository } from "../render/repository.ts";
import type { Workflow } from "../run-state.ts";
import type { Account, Deployment, Json, Pull, Repository } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";
import { createRun } from "./create-run.ts";
import { type Happening, startsOn } from "./match-trigger.ts";
import { type ParsedWorkflow, parseWorkflow } from "./parse-workflow.ts";

const FOLDER = ".github/workflows";

/** The valid workflow files of a commit, by path. */
export async function listWorkflowFiles(
  repository: Repository,
  sha: string,
): Promise<ReadonlyMap<string, ParsedWorkflow>> {
  const { git } = repository;
  const folder = await entryAt(git, sha, FOLDER);
  if (folder?.type !== "tree") return new Map();
  return git.remembered(`workflows ${folder.sha}`, async () => {
    const files = new Map<string, ParsedWorkflow>();
    for (const entry of (await readTree(git, folder.sha)) ?? []) {
      if (entry.type !== "blob" || !/\.ya?ml$/.test(entry.name)) continue;
      const parsed = parseWorkflow(((await git.read(entry.sha))?.data ?? Buffer.alloc(0)).toString("utf8"));
      if (parsed !== undefined) files.set(`${FOLDER}/${entry.name}`, parsed);
    }
    return files;
  });
}

/** The registered workflow of a path; a path gets its id when it is first seen. */
export function ensureWorkflow(world: World, repository: Repository, path: string, parsed: ParsedWorkflow): Workflow {
  const known = repository.workflows.get(path);
  if (known !== undefined) {
    known.name = parsed.name ?? path;
    return known;
  }
  const workflow: Workflow = {
    id: newId(world),
    path,
    createdAt: timestamp(world),
    name: parsed.name ?? path,
    state: "active",
    runs: 0,
  };
  repository.workflows.set(path, workflow);
  return workflow;
}

/** Every workflow of the repository: files of the default branch are workflows even before they ran. */
export async function registerWorkflows(world: World, repository: Repository): Promise<readonly Workflow[]> {
  const sha = repository.git.refs.get(`refs/heads/${repository.defaultBranch}`);
  if (sha !== undefined) {
    for (const [path, parsed] of await listWorkflowFiles(repository, sha))
      ensureWorkflow(world, repository, path, parsed);
  }
  return [...repository.workflows.values()];
}

interface Source {
  readonly happening: Happening;
  readonly only?: string | undefined;
  /** The commit whose workflow files count, and which is checked out. */
  readonly checkoutSha: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly headRepository: Repository;
  readonly ref: string;
  readonly pull?: Pull;
  readonly payload: Json;
  readonly sender: Account;
  readonly chain?: number | undefined;
}

async function queueMatching(world: World, repository: Repository, source: Source): Promise<void> {
  // GitHub leaves workflows off in a fork until its owner turns them on
  if (repository.parent !== undefined) return;
  for (const [path, parsed] of await listWorkflowFiles(repository, source.checkoutSha)) {
    const workflow = ensureWorkflow(world, repository, path, parsed);
    if (workflow.state !== "active" || !startsOn(parsed, source.happening)) continue;
    if (source.only !== undefined && !path.endsWith(`/${source.only}`)) continue;
    await createRun(world, repository, { ...source, event: source.happening.event, workflow, parsed });
  }
}

/** Workflow runs of a push to a branch. */
export async function queuePushRuns(
  world: World,
  repository: Repository,
  { ref, before, after }: { ref: string; before: string | undefined; after: string },
  sender: Account,
): Promise<void> {
  const files =
    before === undefined ? undefined : (await diffFiles(repository.git, before, after)).map(({ filename }) => filename);
  const branch = ref.slice("refs/heads/".length);
  await queueMatching(world, repository, {
    happening: { event: "push", branch, ...(files === undefined ? {} : { files }) },
    checkoutSha: after,
    headSha: after,
    headBranch: branch,
    headRepository: repository,
    ref,
    payload: withParts(world, repository, sender, {
      ref,
      before: before ?? "0".repeat(40),
      after,
      deleted: false,
      created: before === undefined,
    }),
    sender,
  });
}

/**
 * Workflow runs of a pull request or of a review of it: from the test merge, and none at all while it conflicts. After a
 * merge they are those of the base branch.
 */
export async function queuePullRuns(
  world: World,
  repository: Repository,
  {
    event = "pull_request",
    pull,
    action,
    payload,
    sender,
  }: { event?: string; pull: Pull; action: string; payload: Json; sender: Account },
): Promise<void> {
  if (pull.mergeCommitSha === null || (!pull.merged && pull.testMerge?.conflict === true)) return;
  const files = (await pullFiles(repository, pull)).map(({ filename }) => filename);
  await queueMatching(world, repository, {
    happening: { event, action, branch: pull.baseRef, files },
    checkoutSha: pull.mergeCommitSha,
    headSha: pull.headSha,
    headBranch: pull.headRef,
    headRepository: pull.headRepository,
    ref: pull.merged ? `refs/heads/${pull.baseRef}` : `refs/pull/${String(pull.number)}/merge`,
    pull,
    payload: withParts(world, repository, sender, payload),
    sender,
  });
}

/** Workflow runs of an event of the default branch: `schedule`, `repository_dispatch`, `issue_comment` and the like. */
export async function queueDefaultBranchRuns(
  world: World,
  repository: Repository,
  {
    happening,
    only,
    payload,
    sender,
    chain,
  }: {
    readonly happening: Happening;
    /** This workflow file alone, by the end of its path. */
    readonly only?: string | undefined;
    readonly payload: Json;
    readonly sender: Account;
    readonly chain?: number;
  },
): Promise<void> {
  const ref = `refs/heads/${repository.defaultBranch}`;
  const sha = repository.git.refs.get(ref);
  if (sha === undefined) return;
  await queueMatching(world, repository, {
    happening,
    only,
    chain,
    checkoutSha: sha,
    headSha: sha,
    headBranch: repository.defaultBranch,
    headRepository: repository,
    ref,
    payload: withParts(world, repository, sender, payload),
    sender,
  });
}

/** Workflow runs of a deployment's events: from the commit that is deployed. */
export async function queueDeploymentRuns(
  world: World,
  repository: Repository,
  { event, deployment, payload, sender }: { event: string; deployment: Deployment; payload: Json; sender: Account },
): Promise<void> {
  const isBranch = repository.git.refs.has(`refs/heads/${deployment.ref}`);
  await queueMatching(world, repository, {
    happening: { event },
    checkoutSha: deployment.sha,
    headSha: deployment.sha,
    headBranch: isBranch ? deployment.ref : null,
    headRepository: repository,
    ref: isBranch ? `refs/heads/${deployment.ref}` : deployment.ref,
    payload: withParts(world, repository, sender, payload),
    sender,
  });
}

/** Workflow runs of a merge queue's trial commit, and `merge_group.checks_requested`. */
export async function queueMergeGroupRuns(
  world: World,
  repository: Repository,
  { group, sender }: { group: { readonly head_sha: string; readonly head_ref: string } & Json; sender: Account },
): Promise<void> {
  const payload = { action: "checks_requested", merge_group: group };
  emitRepositoryEvent(world, repository, { name: "merge_group", sender, payload });
  await queueMatching(world, repository, {
    happening: { event: "merge_group", action: "checks_requested" },
    checkoutSha: group.head_sha,
    headSha: group.head_sha,
    headBranch: group.head_ref.replace(/^refs\/heads\//, ""),
    headRepository: repository,
    ref: group.head_ref,
    payload: withParts(world, repository, sender, payload),
    sender,
  });
}

function withParts(world: World, repository: Repository, sender: Account, payload: Json): Json {
  return { ...payload, repository: renderRepository(world, repository), sender: renderAccount(world, sender) };
}
