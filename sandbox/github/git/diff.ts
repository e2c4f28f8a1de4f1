import type { GitRepository } from "./git-repository.ts";

/** One file of a difference. `patch` is absent for binary files and for large ones, as on GitHub. */
export interface FileChange {
  readonly filename: string;
  readonly previousFilename: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed";
  readonly sha: string;
  readonly additions: number;
  readonly deletions: number;
  readonly patch: string | undefined;
}

const STATUS = { A: "added", D: "removed", M: "modified", T: "modified", R: "renamed" } as const;
const LARGEST_PATCH_CHARACTERS = 20_000;
const EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

/** The files that differ between two commits (`from` undefined: against nothing), sorted by path. */
export function diffFiles(git: GitRepository, from: string | undefined, to: string): Promise<readonly FileChange[]> {
  const base = from ?? EMPTY_TREE;
  return git.remembered(`diff ${base} ${to}`, async () => {
    if (from === undefined) git.write("tree", Buffer.alloc(0));
    const shown = ["--raw", "--no-abbrev", "-z", "-p", "--no-color", "--full-index"];
    const output = await git.git(["diff-tree", "-r", "-M", "--no-commit-id", ...shown, base, to]);
    // the list of files ends with an empty one
    const end = output.indexOf("\0\0");
    const patches = splitPatches(output.slice(end + 2));
    return parseRaw(output.slice(0, end).split("\0")).map((file, index) => ({
      ...file,
      ...countLines(patches[index] ?? ""),
    }));
  });
}

interface RawChange {
  readonly filename: string;
  readonly previousFilename: string | undefined;
  readonly status: FileChange["status"];
  readonly sha: string;
}

function parseRaw(fields: readonly string[]): readonly RawChange[] {
  const files: RawChange[] = [];
  let at = 0;
  while (at < fields.length && fields[at] !== "") {
    const [, , oldSha = "", newSha = "", letters = "M"] = (fields[at] ?? "").split(" ");
    const status = Object.entries(STATUS).find(([letter]) => letters.startsWith(letter))?.[1] ?? "modified";
    const renamed = status === "renamed";
    files.push({
      filename: fields[at + (renamed ? 2 : 1)] ?? "",
      previousFilename: renamed ? fields[at + 1] : undefined,
      status,
      sha: status === "removed" ? oldSha : newSha,
    });
    at += renamed ? 3 : 2;
  }
  return files;
}

function splitPatches(text: string): readonly string[] {
  return text.split(/^(?=diff --git )/m).filter((part) => part.startsWith("diff --git "));
}

function countLines(section: string): Pick<FileChange, "additions" | "deletions" | "patch"> {
  const start = section.search(/^@@ /m);
  if (start < 0) return { additions: 0, deletions: 0, patch: undefined };
  const patch = section.slice(start).replace(/\n$/, "");
  const lines = patch.split("\n");
  return {
    additions: lines.filter((line) => line.startsWith("+")).length,
    deletions: lines.filter((line) => line.startsWith("-")).length,
    patch: patch.length > LARGEST_PATCH_CHARACTERS ? undefined : patch,
  };
}
