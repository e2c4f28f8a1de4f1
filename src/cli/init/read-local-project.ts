import { lstat, readFile, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { PawlError } from "../../core/errors.ts";
import { chooseFiles } from "../../core/onboarding/choose-files.ts";
import { MAX_SOURCE_BYTES, type ProjectSource } from "../../core/onboarding/project-source.ts";
import { git } from "../../runner/git.ts";
import { parseRemoteAddress } from "../github-remote.ts";

export interface LocalProject {
  /** Root of the working tree. */
  readonly root: string;
  readonly source: ProjectSource;
  readonly defaultBranch: string;
}

/**
 * The project that a folder is in, as git has it now: files that are committed or new, and not ignored.
 *
 * @throws `NOT_FOUND` where the folder is in no git repository.
 */
export async function readLocalProject(folder: string, env: NodeJS.ProcessEnv): Promise<LocalProject> {
  const ask = async (args: readonly string[]): Promise<string | undefined> => {
    try {
      return (await git(folder, args, env)).trim();
    } catch {
      return undefined;
    }
  };
  const root = await ask(["rev-parse", "--show-toplevel"]);
  if (root === undefined || root === "") {
    throw new PawlError({
      code: "NOT_FOUND",
      message: `${folder} is in no git repository`,
      hint: "Run `git init` first: Pawl works on what git has.",
    });
  }
  const listed = await git(root, ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], env);
  const paths = [...new Set(listed.split("\0").filter((path) => path !== ""))];
  const origin = await ask(["remote", "get-url", "origin"]);
  const name = origin === undefined ? undefined : parseRemoteAddress(origin)?.repository.repo;
  const texts = await readTexts(root, chooseFiles(paths));
  return {
    root,
    source: { name: name ?? basename(root), paths, texts },
    defaultBranch: await findBranch(ask),
  };
}

async function findBranch(ask: (args: readonly string[]) => Promise<string | undefined>): Promise<string> {
  const remote = await ask(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
  if (remote !== undefined) return remote.replace(/^origin\//, "");
  for (const branch of ["main", "master"]) {
    if ((await ask(["rev-parse", "--verify", "--quiet", `refs/heads/${branch}`])) !== undefined) return branch;
  }
  return (await ask(["symbolic-ref", "--quiet", "--short", "HEAD"])) ?? "main";
}

/** Regular files alone: a link may lead anywhere. */
async function readTexts(root: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const top = await realpath(root);
  for (const path of paths) {
    const place = join(root, path);
    const found = await lstat(place).catch(() => undefined);
    if (found?.isFile() !== true || found.size > MAX_SOURCE_BYTES) continue;
    if (!(await realpath(place)).startsWith(`${top}/`)) continue;
    texts.set(path, await readFile(place, "utf8"));
  }
  return texts;
}
