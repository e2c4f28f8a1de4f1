import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readCommit } from "../git/read-history.ts";
import { commitChanges } from "../git/write-history.ts";
import { moveRef } from "../operations/pushes.ts";
import { createRepository, forkRepository } from "../operations/repositories.ts";
import { signatureOf } from "../render/account.ts";
import { fullName, htmlUrl } from "../render/repository.ts";
import type { Repository } from "../state.ts";
import { ensureEnvironment } from "../workflows/environments.ts";
import { newId, timestamp, type World } from "../world.ts";
import type { Control } from "./control.ts";
import { lookUpAccount, lookUpApp, lookUpRepository, toChanges } from "./lookups.ts";

type RepositoryControl = Pick<
  Control,
  "createRepository" | "fork" | "addCollaborator" | "protectBranch" | "guardEnvironment" | "commitFiles" | "moveRef"
>;

/** Repositories and commits. */
export function createRepositoryControl(world: World): RepositoryControl {
  return {
    createRepository: async (wish) => {
      const repository = await createRepository(world, {
        owner: lookUpAccount(world, wish.owner),
        name: wish.name,
        private: wish.private ?? false,
        defaultBranch: wish.defaultBranch ?? "main",
      });
      const files = new Map([
        ...(wish.folder === undefined ? [] : readFolder(wish.folder)),
        ...toChanges(wish.files ?? {}),
      ]);
      const headSha =
        files.size === 0 ? null : await commitFirst(world, repository, files, wish.message ?? "Initial commit");
      return { repository: fullName(repository), cloneUrl: cloneUrl(world, repository), headSha };
    },
    fork: async ({ repository, owner }) => {
      const fork = await forkRepository(world, lookUpRepository(world, repository), lookUpAccount(world, owner));
      return { repository: fullName(fork), cloneUrl: cloneUrl(world, fork) };
    },
    addCollaborator: async ({ repository, login, permission }) => {
      const { collaborators } = lookUpRepository(world, repository);
      const { id } = lookUpAccount(world, login);
      if (permission === "none") collaborators.delete(id);
      else collaborators.set(id, permission);
    },
    protectBranch: async (wish) => protectBranch(world, lookUpRepository(world, wish.repository), wish),
    guardEnvironment: async ({ repository, environment, app }) => {
      const { rules } = ensureEnvironment(world, lookUpRepository(world, repository), environment);
      const rule = { id: newId(world), app: lookUpApp(world, app) };
      rules.set(rule.id, rule);
    },
    moveRef: async ({ repository: name, ref, sha, author }) => {
      const repository = lookUpRepository(world, name);
      const change = { ref, before: repository.git.refs.get(ref), after: sha ?? undefined };
      const pusher = { account: lookUpAccount(world, author), startsWorkflows: true };
      if (!(await moveRef(world, repository, change, pusher))) throw new Error(`git refuses to move ${ref}.`);
    },
    commitFiles: async (wish) => {
      const repository = lookUpRepository(world, wish.repository);
      const account = lookUpAccount(world, wish.author);
      const { git, defaultBranch } = repository;
      const ref = `refs/heads/${wish.branch}`;
      const before = git.refs.get(ref);
      const parent = before ?? git.refs.get(`refs/heads/${wish.from ?? defaultBranch}`);
      const signature = signatureOf(account, timestamp(world));
      const sha = await commitChanges(git, parent, toChanges(wish.files), {
        message: wish.message,
        author: signature,
        committer: signature,
      });
      if (!(await moveRef(world, repository, { ref, before, after: sha }, { account, startsWorkflows: true }))) {
        throw new Error(`${ref} moved meanwhile, or another branch stands in its way.`);
      }
      return { sha };
    },
  };
}

function protectBranch(
  world: World,
  repository: Repository,
  {
    branch = repository.defaultBranch,
    checks,
    approvals,
    dismissStale = false,
    enforceAdmins = true,
  }: Parameters<Control["protectBranch"]>[0],
): void {
  repository.protections.delete(branch);
  if (checks === undefined && approvals === undefined) return;
  repository.protections.set(branch, {
    strict: false,
    requiredChecks: checks?.map(({ name, app }) => ({
      context: name,
      appId: app === undefined ? null : lookUpApp(world, app).id,
    })),
    requiredReviews:
      approvals === undefined ? undefined : { count: approvals, dismissStale, codeOwners: false, lastPush: false },
    enforceAdmins,
  });
}

function cloneUrl(world: World, repository: Repository): string {
  return `${htmlUrl(world, repository)}.git`;
}

/** The first commit is older than everything that happens, so it starts nothing and no event tells of it. */
async function commitFirst(
  world: World,
  repository: Repository,
  files: ReadonlyMap<string, Buffer | null>,
  message: string,
): Promise<string> {
  const signature = signatureOf(repository.owner, timestamp(world));
  const sha = await commitChanges(repository.git, undefined, files, {
    message,
    author: signature,
    committer: signature,
  });
  await repository.git.moveRef(`refs/heads/${repository.defaultBranch}`, sha, undefined);
  return (await readCommit(repository.git, sha))?.sha ?? sha;
}

/** Every file below `folder` except `.git`, by path with forward slashes. */
function readFolder(folder: string, prefix = ""): readonly (readonly [string, Buffer])[] {
  return readdirSync(path.join(folder, prefix)).flatMap((name) => {
    if (name === ".git") return [];
    const at = prefix === "" ? name : `${prefix}/${name}`;
    const full = path.join(folder, at);
    return statSync(full).isDirectory() ? readFolder(folder, at) : [[at, readFileSync(full)] as const];
  });
}
