import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { readCommit } from "../git/read-history.ts";
import { commitChanges } from "../git/write-history.ts";
import { moveRef } from "../operations/pushes.ts";
import { createRepository, forkRepository } from "../operations/repositories.ts";
import { signatureOf } from "../render/account.ts";
import { fullName, htmlUrl } from "../render/repository.ts";
import type { Repository } from "../state.ts";
import { timestamp, type World } from "../world.ts";
import type { Control } from "./control.ts";
import { lookUpAccount, lookUpRepository, toChanges } from "./lookups.ts";

type RepositoryControl = Pick<Control, "createRepository" | "fork" | "addCollaborator" | "commitFiles">;

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
      lookUpRepository(world, repository).collaborators.set(lookUpAccount(world, login).id, permission);
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
