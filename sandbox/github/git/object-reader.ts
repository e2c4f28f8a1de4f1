import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { LRUCache } from "lru-cache";
import { GIT_ENVIRONMENT } from "./run-git.ts";

export type ObjectType = "blob" | "tree" | "commit" | "tag";

/** A git object: its bytes without the header. */
export interface GitObject {
  readonly type: ObjectType;
  readonly data: Buffer;
}

/** Reads objects of one repository through one long-lived `git cat-file --batch`. */
export interface ObjectReader {
  readonly read: (sha: string) => Promise<GitObject | undefined>;
  readonly remember: (sha: string, object: GitObject) => void;
  readonly close: () => void;
}

const LARGEST_CACHED_BYTES = 256 * 1024;

export function createObjectReader(folder: string): ObjectReader {
  // objects never change, so what was read once is true for ever; `max` would take the memory of so many at once
  const cache = new LRUCache<string, GitObject>({ maxSize: 20_000, sizeCalculation: () => 1 });
  const waiting: ((object: GitObject | undefined) => void)[] = [];
  let child: ChildProcessWithoutNullStreams | undefined;

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn("git", ["-C", folder, "cat-file", "--batch"], { env: GIT_ENVIRONMENT });
    started.unref();
    started.stdin.on("error", () => undefined);
    const take = createBatchParser((object) => waiting.shift()?.(object));
    started.stdout.on("data", take);
    started.on("close", () => {
      child = undefined;
      for (const give of waiting.splice(0)) give(undefined);
    });
    return started;
  }

  return {
    read: async (sha) => {
      const known = cache.get(sha);
      if (known !== undefined) return known;
      child ??= start();
      const { stdin } = child;
      const object = await new Promise<GitObject | undefined>((resolve) => {
        waiting.push(resolve);
        stdin.write(`${sha}\n`);
      });
      if (object !== undefined && object.data.length <= LARGEST_CACHED_BYTES) cache.set(sha, object);
      return object;
    },
    remember: (sha, object) => {
      if (object.data.length <= LARGEST_CACHED_BYTES) cache.set(sha, object);
    },
    close: () => child?.kill(),
  };
}

const OBJECT_TYPES: ReadonlySet<string> = new Set<ObjectType>(["blob", "tree", "commit", "tag"]);

function isObjectType(type: string | undefined): type is ObjectType {
  return type !== undefined && OBJECT_TYPES.has(type);
}

/** The batch format: `<sha> <type> <size>\n<bytes>\n`, or `<sha> missing\n`. */
function createBatchParser(give: (object: GitObject | undefined) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let buffered = 0;
  let wanted = 0;
  return (chunk) => {
    chunks.push(chunk);
    buffered += chunk.length;
    if (buffered < wanted) return;
    let buffer = Buffer.concat(chunks);
    wanted = 0;
    for (;;) {
      const end = buffer.indexOf(10);
      if (end < 0) break;
      const [, type, size] = buffer.subarray(0, end).toString("utf8").split(" ");
      if (!isObjectType(type)) {
        give(undefined);
        buffer = buffer.subarray(end + 1);
        continue;
      }
      const length = Number(size);
      if (buffer.length < end + 1 + length + 1) {
        wanted = end + 1 + length + 1;
        break;
      }
      // a copy, so that a cached small object does not keep a large chunk alive
      give({ type, data: Buffer.from(buffer.subarray(end + 1, end + 1 + length)) });
      buffer = buffer.subarray(end + 1 + length + 1);
    }
    chunks = [buffer];
    buffered = buffer.length;
  };
}
