import type { Dirent } from "node:fs";
import { lstat, readdir, realpath } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { isFresh } from "./is-fresh.ts";
import type { LogFile } from "./log-reader.ts";

const MAX_DEPTH = 12;
const MAX_ENTRIES = 100_000;
const MAX_FILES = 20_000;

/** Folders of tools: large, and never where a training leaves its results. */
const SKIPPED = new Set([
  ".cache",
  ".dvc",
  ".git",
  ".hg",
  ".ipynb_checkpoints",
  ".mypy_cache",
  ".nox",
  ".pytest_cache",
  ".ruff_cache",
  ".svn",
  ".tox",
  ".trash",
  ".venv",
  "__pycache__",
  "node_modules",
  "site-packages",
  "venv",
]);

export interface FoundFiles {
  readonly fresh: readonly LogFile[];
  /** Paths of files that would have been read, had the command written them. */
  readonly stale: readonly string[];
  readonly problems: readonly string[];
}

interface Search {
  readonly root: string;
  readonly since: Date;
  readonly matches: (path: string) => boolean;
}

interface Visited {
  readonly fresh: LogFile[];
  readonly stale: string[];
  readonly problems: string[];
  entries: number;
}

/**
 * Files below `places` (relative to `root`, or absolute) that match and were written since the start, nearest first and
 * in the order of their names. A place that is itself a file counts whatever it is called. Symbolic links are not
 * followed, except a place that a person named; tools' folders are skipped; depth and number of entries are bounded.
 */
export async function findLogFiles(search: Search, places: readonly string[]): Promise<FoundFiles> {
  const visited: Visited = { fresh: [], stale: [], problems: [], entries: 0 };
  for (const place of places) await visitPlace(search, place, visited);
  const unique = new Map(visited.fresh.map((file) => [file.absolute, file]));
  return { fresh: [...unique.values()], stale: visited.stale, problems: visited.problems };
}

async function visitPlace(search: Search, place: string, visited: Visited): Promise<void> {
  try {
    const real = await realpath(resolve(search.root, place));
    if ((await lstat(real)).isDirectory()) await walk(search, real, visited);
    else await visitFile(search, real, { named: true }, visited);
  } catch (error) {
    visited.problems.push(`${place} cannot be searched: ${reasonOf(error)}`);
  }
}

async function walk(search: Search, start: string, visited: Visited): Promise<void> {
  let level = [start];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) {
      visited.problems.push(`folders more than ${String(MAX_DEPTH)} levels deep were not searched`);
      return;
    }
    const next: string[] = [];
    for (const folder of level) {
      if (!(await visitFolder(search, folder, next, visited))) return;
    }
    level = next;
  }
}

/** Adds the folders inside to `next`. False: a limit is reached. */
async function visitFolder(search: Search, folder: string, next: string[], visited: Visited): Promise<boolean> {
  for (const entry of await entriesOf(folder, visited)) {
    visited.entries += 1;
    if (visited.entries > MAX_ENTRIES || visited.fresh.length > MAX_FILES) {
      const limit = `${String(MAX_ENTRIES)} entries or ${String(MAX_FILES)} log files`;
      visited.problems.push(`the search stopped after ${limit}: some files were not looked at`);
      return false;
    }
    const absolute = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) next.push(absolute);
    } else if (entry.isFile() && search.matches(relativePath(search.root, absolute))) {
      await visitFile(search, absolute, { named: false }, visited);
    }
  }
  return true;
}

async function entriesOf(folder: string, visited: Visited): Promise<Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    // A Python environment under any name; conda's have a folder of that name.
    if (entries.some(({ name }) => name === "pyvenv.cfg" || name === "conda-meta")) return [];
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    visited.problems.push(`a folder cannot be searched: ${reasonOf(error)}`);
    return [];
  }
}

async function visitFile(
  { root, since }: Search,
  absolute: string,
  { named }: Pick<LogFile, "named">,
  visited: Visited,
): Promise<void> {
  const path = relativePath(root, absolute);
  try {
    const { mtimeNs, size } = await lstat(absolute, { bigint: true });
    if (isFresh(mtimeNs, since)) visited.fresh.push({ path, absolute, bytes: Number(size), named });
    else visited.stale.push(path);
  } catch (error) {
    visited.problems.push(`${path}: ${reasonOf(error)}`);
  }
}

function relativePath(root: string, absolute: string): string {
  return relative(root, absolute).split(sep).join("/");
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : "unknown";
}
