import { PawlError } from "../../core/errors.ts";
import { LEDGER_BRANCH } from "../../core/evidence/ledger-index.ts";
import { git } from "../../runner/git.ts";

/** A branch as it was when the clone was opened; nothing is checked out. */
export interface CloneBranch {
  /** `origin/pawl`, or `pawl` where there is no remote. */
  readonly name: string;
  readonly commit: string;
  /** Bytes of a file as text; `undefined` where the branch has none. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** Names in a folder, sorted; none where there is no such folder. */
  readonly list: (folder: string) => Promise<readonly string[]>;
}

/** What a person has on the own machine of a repository: enough to know everything that Pawl knows. */
export interface Clone {
  readonly folder: string;
  /** Address of the remote `origin`; `undefined` where there is none. */
  readonly origin: string | undefined;
  /** The default branch, where the aliases are. */
  readonly main: CloneBranch;
  /** `undefined` as long as there is no ledger. */
  readonly ledger: CloneBranch | undefined;
}

export interface CloneRequest {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** False: what the clone has is good enough. */
  readonly fetch: boolean;
}

/**
 * Opens the clone that `folder` is in, after asking its remote for what is new.
 *
 * @throws `NOT_FOUND` where the folder is in no clone, or its default branch is not known.
 */
export async function openClone({ folder, env, fetch }: CloneRequest): Promise<Clone> {
  const ask = async (args: readonly string[]): Promise<string | undefined> => {
    try {
      return (await git(folder, args, env)).trimEnd();
    } catch {
      return undefined;
    }
  };
  if ((await ask(["rev-parse", "--git-dir"])) === undefined) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `${folder} is not in a clone of a repository`,
      hint: "Run this in a clone; `git clone` makes one. Nothing has to be checked out.",
    });
  }
  const origin = await ask(["remote", "get-url", "origin"]);
  if (fetch && origin !== undefined) await fetchOrigin(folder, env);
  const branch = async (name: string): Promise<CloneBranch | undefined> => {
    const commit = await ask(["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`]);
    return commit === undefined ? undefined : openBranch({ folder, env, name, commit });
  };
  const main = await findMain(ask, branch, origin);
  if (main === undefined) throw noMain(folder, origin);
  const ledger = await branch(
    origin === undefined ? `refs/heads/${LEDGER_BRANCH}` : `refs/remotes/origin/${LEDGER_BRANCH}`,
  );
  return { folder, origin, main, ledger };
}

function noMain(folder: string, origin: string | undefined): PawlError {
  if (origin === undefined) {
    const message = `${folder} is in a repository without a commit and without a remote called origin`;
    return new PawlError({ code: "NOT_FOUND", message, hint: "Run this in a clone of the repository on GitHub." });
  }
  return new PawlError({
    code: "NOT_FOUND",
    message: `${folder} does not say which branch of its remote is the default one`,
    hint: "`git remote set-head origin --auto` asks the remote and writes it down.",
  });
}

/** Branches and tags; what the remote has deleted goes, so that nobody reads a ledger that is gone. */
async function fetchOrigin(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await git(folder, ["fetch", "--quiet", "--prune", "--tags", "--force", "origin"], env);
  } catch (error) {
    throw new PawlError({
      code: "NOT_FOUND",
      message: "the remote origin of this clone could not be read",
      hint: "Check the network and your access, or add --offline to go by what the clone has.",
      cause: error,
    });
  }
}

async function findMain(
  ask: (args: readonly string[]) => Promise<string | undefined>,
  branch: (name: string) => Promise<CloneBranch | undefined>,
  origin: string | undefined,
): Promise<CloneBranch | undefined> {
  if (origin === undefined) return branch("HEAD");
  const head = await ask(["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"]);
  const names = head === undefined ? ["refs/remotes/origin/main", "refs/remotes/origin/master"] : [head];
  for (const name of names) {
    const found = await branch(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function openBranch({
  folder,
  env,
  name,
  commit,
}: Pick<CloneRequest, "folder" | "env"> & Pick<CloneBranch, "name" | "commit">): CloneBranch {
  const run = async (args: readonly string[]): Promise<string | undefined> => {
    try {
      return await git(folder, args, env);
    } catch {
      return undefined;
    }
  };
  return {
    name: name.replace(/^refs\/(heads|remotes)\//, ""),
    commit,
    read: (path) => run(["cat-file", "blob", `${commit}:${path}`]),
    list: async (path) => {
      const out = await run(["ls-tree", "--name-only", "-z", `${commit}:${path}`]);
      return (out ?? "")
        .split("\0")
        .filter((entry) => entry !== "")
        .toSorted();
    },
  };
}
