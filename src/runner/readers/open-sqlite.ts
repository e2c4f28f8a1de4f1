import { readFile, stat } from "node:fs/promises";
import type initSqlJs from "sql.js";
import type { Database } from "sql.js";
import { applyWriteAheadLog } from "./apply-write-ahead-log.ts";

const MAX_BYTES = 512 * 1024 * 1024;
const ATTEMPTS = 3;

/**
 * A copy in memory of an SQLite database, its write-ahead log included; the file itself is neither locked nor changed.
 * The caller closes it. Throws with a sentence where the file is too large, being written, or no database.
 */
export async function openSqlite(absolute: string): Promise<Database> {
  const bytes = await readConsistently(absolute);
  // @ts-expect-error: @types/sql.js describes the main file alone; this one is the same with the binary inside, so that it can be bundled
  const module: { readonly default: typeof initSqlJs } = await import("sql.js/dist/sql-wasm-inline.js");
  const { Database: SqliteDatabase } = await asIfNotInNode(() => module.default());
  return new SqliteDatabase(bytes);
}

/**
 * In Node the library assigns to a `module` that it has made undefined before, which the guard around it prevents as long
 * as nobody bundles it: bundlers decide the guard when they build. The binary is inside, so nothing of Node is needed, and
 * this is how it tells that it is not in Node; it asks before the call returns.
 */
function asIfNotInNode<Result>(start: () => Result): Result {
  Object.defineProperty(process, "type", { value: "renderer", configurable: true });
  try {
    return start();
  } finally {
    Reflect.deleteProperty(process, "type");
  }
}

async function readConsistently(absolute: string): Promise<Uint8Array> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const before = await stampOf(absolute);
    if (before.bytes > MAX_BYTES) {
      throw new Error(`has ${String(before.bytes)} bytes, at most ${String(MAX_BYTES)} are read`);
    }
    const database = await readFile(absolute);
    const log = await readFile(`${absolute}-wal`).catch(() => undefined);
    const after = await stampOf(absolute);
    if (before.stamp !== after.stamp) continue;
    if (after.journalBytes > 0) break;
    return log === undefined ? database : applyWriteAheadLog(database, log);
  }
  throw new Error("is being written by a process that did not finish, so what it holds may be half of a change");
}

/** Sizes and times of the files that make up a database. A journal that is not empty is a change in progress. */
async function stampOf(absolute: string) {
  const files = [absolute, `${absolute}-wal`, `${absolute}-journal`];
  const [main, log, journal] = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  const stamp = [main, log].map((file) => `${String(file?.size)}/${String(file?.mtimeMs)}`).join(" ");
  return { stamp, bytes: (main?.size ?? 0) + (log?.size ?? 0), journalBytes: journal?.size ?? 0 };
}
