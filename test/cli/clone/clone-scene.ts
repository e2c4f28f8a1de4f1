import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Git that knows nothing of whoever runs the tests. */
export const GIT_ENV: NodeJS.ProcessEnv = {
  PATH: process.env["PATH"],
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.com",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.com",
};

export type SceneFiles = Readonly<Record<string, string>>;

/** A repository with a default branch `trunk`, and clones of it. */
export interface CloneScene {
  readonly folder: string;
  readonly remote: string;
  /** A commit on the default branch. */
  readonly commit: (files: SceneFiles) => void;
  /** A commit on the ledger, which begins with the first. */
  readonly commitToLedger: (files: SceneFiles) => void;
  /** A new clone; returns its folder. */
  readonly clone: () => string;
  readonly remove: () => void;
}

export function createCloneScene(files: SceneFiles): CloneScene {
  const folder = mkdtempSync(join(tmpdir(), "pawl-clone-"));
  const remote = join(folder, "remote");
  const git = (where: string, ...args: string[]) =>
    execFileSync("git", ["-C", where, ...args], { env: GIT_ENV, stdio: "pipe" });
  const commit = (added: SceneFiles): void => {
    for (const [path, text] of Object.entries(added)) {
      mkdirSync(dirname(join(remote, path)), { recursive: true });
      writeFileSync(join(remote, path), text);
    }
    git(remote, "add", "-A");
    git(remote, "commit", "--quiet", "-m", "files");
  };
  let ledger = false;
  let clones = 0;
  mkdirSync(remote);
  git(remote, "init", "--quiet", "--initial-branch", "trunk");
  commit(files);
  return {
    folder,
    remote,
    commit,
    commitToLedger: (added) => {
      git(remote, "checkout", "--quiet", ...(ledger ? [] : ["--orphan"]), "pawl");
      if (!ledger) git(remote, "rm", "--quiet", "-rf", ".");
      ledger = true;
      commit(added);
      git(remote, "checkout", "--quiet", "trunk");
    },
    clone: () => {
      clones += 1;
      const name = `clone-${String(clones)}`;
      git(folder, "clone", "--quiet", "remote", name);
      return join(folder, name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
