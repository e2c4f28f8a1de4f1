import path from "node:path";
import { createGitRepository } from "../git/git-repository.ts";
import { fullName } from "../render/repository.ts";
import type { Account, Repository } from "../state.ts";
import { newId, timestamp, type World } from "../world.ts";

export interface NewRepository {
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly parent?: Repository;
}

/** Makes an empty repository with a bare git repository of its own. */
export async function createRepository(world: World, wanted: NewRepository): Promise<Repository> {
  const folder = path.join(world.folder, "git", wanted.owner.login, `${wanted.name}.git`);
  const at = timestamp(world);
  const repository: Repository = {
    id: newId(world),
    owner: wanted.owner,
    name: wanted.name,
    private: wanted.private,
    git: await createGitRepository(folder, wanted.defaultBranch),
    parent: wanted.parent,
    createdAt: at,
    pushedAt: at,
    defaultBranch: wanted.defaultBranch,
    nextNumber: 1,
    signed: new Set(),
    collaborators: new Map(),
    issues: new Map(),
    pulls: new Map(),
    comments: new Map(),
    commentsByIssue: new Map(),
    reviews: new Map(),
    labels: new Map(),
    checkRuns: new Map(),
    checkRunsBySha: new Map(),
    checkSuites: new Map(),
    checkSuitesBySha: new Map(),
    statuses: new Map(),
    protections: new Map(),
    rulesets: new Map(),
    executionProtection: undefined,
    environments: new Map(),
    workflows: new Map(),
    runs: new Map(),
    artifacts: new Map(),
    caches: new Map(),
    deployments: new Map(),
    activities: [],
  };
  world.repositories.set(fullName(repository).toLowerCase(), repository);
  world.repositoriesById.set(repository.id, repository);
  return repository;
}

/** A fork: the branches of the parent under another owner. */
export async function forkRepository(world: World, parent: Repository, owner: Account): Promise<Repository> {
  const fork = await createRepository(world, {
    owner,
    name: parent.name,
    private: parent.private,
    defaultBranch: parent.defaultBranch,
    parent,
  });
  await fork.git.git(["fetch", "--quiet", parent.git.folder, "+refs/heads/*:refs/heads/*"]);
  await fork.git.refresh();
  return fork;
}
