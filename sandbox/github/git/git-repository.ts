import { createHash, randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";
import { LRUCache } from "lru-cache";
import { createObjectReader, type GitObject, type ObjectType } from "./object-reader.ts";
import { runGit } from "./run-git.ts";

/** A real bare repository on disk, with its refs mirrored in memory. */
export interface GitRepository {
  readonly folder: string;
  /** Full ref name → object id, as of the last change through this object or the last `refresh`. */
  readonly refs: ReadonlyMap<string, string>;
  readonly read: (sha: string) => Promise<GitObject | undefined>;
  readonly write: (type: ObjectType, data: Buffer) => string;
  /** Moves, creates (`from` undefined) or deletes (`to` undefined) a ref; `false` when it is not at `from` any more. */
  readonly moveRef: (ref: string, to: string | undefined, from: string | undefined) => Promise<boolean>;
  /** Runs git here. @throws Error with git's own words when the exit code is not among `accepted`. */
  readonly git: (
    args: readonly string[],
    options?: { input?: string; accepted?: readonly number[] },
  ) => Promise<string>;
  /** The result of `make`, kept for ever: only for values that follow from object ids alone. */
  readonly remembered: <Value extends object>(key: string, make: () => Promise<Value>) => Promise<Value>;
  readonly refresh: () => Promise<void>;
  readonly close: () => void;
}

/** Pushes are taken, any commit can be fetched, nothing is repacked under our feet, and nobody writes `refs/pull`. */
const CONFIG = `[http]
	receivepack = true
[uploadpack]
	allowAnySHA1InWant = true
	allowFilter = true
[receive]
	autogc = false
	hideRefs = refs/pull
[gc]
	auto = 0
`;

/** Makes an empty bare repository in `folder` whose HEAD names `defaultBranch`. */
export async function createGitRepository(folder: string, defaultBranch: string): Promise<GitRepository> {
  mkdirSync(folder, { recursive: true });
  await runGit(folder, ["init", "--quiet", "--bare", `--initial-branch=${defaultBranch}`, "."]);
  appendFileSync(path.join(folder, "config"), CONFIG);

  const refs = new Map<string, string>();
  const reader = createObjectReader(folder);
  // as `max` it would take the memory of so many at once
  const memory = new LRUCache<string, Promise<object>>({ maxSize: 20_000, sizeCalculation: () => 1 });
  const git = gitIn(folder);

  async function moveRef(ref: string, to: string | undefined, from: string | undefined): Promise<boolean> {
    const line = to === undefined ? ["-d", ref, from ?? ""] : [ref, to, from ?? "0".repeat(40)];
    const { code } = await runGit(folder, ["update-ref", ...line]);
    if (code !== 0) return false;
    if (to === undefined) refs.delete(ref);
    else refs.set(ref, to);
    return true;
  }

  async function refresh(): Promise<void> {
    const listing = await git(["for-each-ref", "--format=%(objectname) %(refname)"]);
    refs.clear();
    for (const line of listing.split("\n")) if (line !== "") refs.set(line.slice(41), line.slice(0, 40));
  }

  return {
    folder,
    refs,
    read: reader.read,
    write: (type, data) => {
      const sha = writeLooseObject(folder, type, data);
      reader.remember(sha, { type, data });
      return sha;
    },
    moveRef,
    git,
    // `Value` is what the same key was stored with: keys carry the name of the function that made them
    remembered: <Value extends object>(key: string, make: () => Promise<Value>) => {
      const known = memory.get(key);
      if (known !== undefined) return known as Promise<Value>;
      const made = make();
      memory.set(key, made);
      made.catch(() => memory.delete(key));
      return made;
    },
    refresh,
    close: reader.close,
  };
}

function gitIn(folder: string): GitRepository["git"] {
  return async (args, { input, accepted = [0] } = {}) => {
    const { code, stdout, stderr } = await runGit(folder, args, input);
    if (!accepted.includes(code))
      throw new Error(`git ${args.join(" ")} exited with ${String(code)}: ${stderr.trim()}`);
    return stdout.toString("utf8");
  };
}

/** Writes the object as git itself would (loose, deflated), without the cost of a process. */
function writeLooseObject(folder: string, type: ObjectType, data: Buffer): string {
  const whole = Buffer.concat([Buffer.from(`${type} ${String(data.length)}\0`), data]);
  const sha = createHash("sha1").update(whole).digest("hex");
  const file = path.join(folder, "objects", sha.slice(0, 2), sha.slice(2));
  if (existsSync(file)) return sha;
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(4).toString("hex")}`;
  writeFileSync(temporary, deflateSync(whole, { level: 1 }), { mode: 0o444 });
  renameSync(temporary, file);
  return sha;
}
