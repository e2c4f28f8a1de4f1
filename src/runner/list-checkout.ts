import { lstat } from "node:fs/promises";
import { join } from "node:path";
import type { TreeFile } from "../core/evidence/input-digest.ts";
import { git, gitWithInput } from "./git.ts";

/** What git says of a checkout; asked for early, so that it is there when it is needed. */
export interface CheckoutListing {
  readonly staged: string;
  readonly touched: string;
}

/** Rejects where `folder` is not a git checkout. */
export async function readCheckout(folder: string, env: NodeJS.ProcessEnv): Promise<CheckoutListing> {
  const [staged, touched] = await Promise.all([
    git(folder, ["ls-files", "--stage", "--full-name", "-z"], env),
    git(folder, ["ls-files", "--modified", "--deleted", "--others", "--exclude-standard", "--full-name", "-z"], env),
  ]);
  return { staged, touched };
}

/**
 * The files that `wanted` chooses from a checkout, as git would record them now: files that were changed after the
 * checkout have the blob id of their present content, new ones that are not ignored are there, deleted ones are not.
 * Rejects where `folder` is not a git checkout.
 */
export async function listCheckout(
  folder: string,
  env: NodeJS.ProcessEnv,
  wanted: (paths: readonly string[]) => readonly string[],
  listing: Promise<CheckoutListing> = readCheckout(folder, env),
): Promise<TreeFile[]> {
  const { staged, touched } = await listing;
  const files = new Map(parseStaged(staged).map((file) => [file.path, file]));
  const changed = new Set(touched.split("\0").filter((path) => path !== ""));
  const chosen = wanted([...new Set([...files.keys(), ...changed])]);
  const dirty = chosen.filter((path) => changed.has(path));
  for (const [path, file] of await hashPresent(folder, env, dirty)) {
    if (file === undefined) files.delete(path);
    else files.set(path, file);
  }
  return chosen.flatMap((path) => files.get(path) ?? []);
}

/** `100644 <blob id> 0\t<path>`, separated by NUL. */
function parseStaged(output: string): TreeFile[] {
  return output.split("\0").flatMap((line) => {
    const [, mode, sha, path] = /^(\d{6}) ([0-9a-f]+) \d\t(.+)$/s.exec(line) ?? [];
    return mode === undefined || sha === undefined || path === undefined ? [] : [{ mode, sha, path }];
  });
}

async function hashPresent(
  folder: string,
  env: NodeJS.ProcessEnv,
  paths: readonly string[],
): Promise<(readonly [string, TreeFile | undefined])[]> {
  const present: { readonly path: string; readonly mode: string }[] = [];
  const gone: string[] = [];
  for (const path of paths) {
    const found = await lstat(join(folder, path)).catch(() => undefined);
    // A path with a line feed cannot be handed to git this way; it then counts as gone, which no clean checkout equals.
    if (found?.isFile() !== true || path.includes("\n")) gone.push(path);
    else present.push({ path, mode: (found.mode & 0o111) === 0 ? "100644" : "100755" });
  }
  const input = present.map(({ path }) => `${path}\n`).join("");
  const ids =
    present.length === 0 ? [] : (await gitWithInput(folder, ["hash-object", "--stdin-paths"], env, input)).split("\n");
  return [
    ...gone.map((path) => [path, undefined] as const),
    ...present.map(({ path, mode }, index) => [path, { path, mode, sha: ids[index] ?? "" }] as const),
  ];
}
