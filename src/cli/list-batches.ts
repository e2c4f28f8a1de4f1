import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { compareNames } from "../core/dataset/compare-names.ts";
import { isRemote } from "../core/dataset/remote-address.ts";
import { PawlError } from "../core/errors.ts";
import { formatOfName } from "../engine/data/data-format.ts";
import { listFiles } from "../engine/data/list-files.ts";
import { isProfileDocument } from "../runner/datasets/profile-document.ts";
import type { ParsedOptions } from "./parse-arguments.ts";

/**
 * The batches that a path stands for, oldest first by name, in which numbers are numbers: each file and folder of a folder
 * that holds data or a profile, each file that a glob matches, else the path itself. What begins with `.` or `_` belongs to
 * other tools. Throws `INPUT_INVALID` where a folder has no batch, or nothing matches.
 */
export async function listBatches(path: string, given: ParsedOptions, folder: string): Promise<readonly string[]> {
  if (isRemote(path)) return [path];
  const found = await stat(resolve(folder, path)).catch(() => undefined);
  if (found?.isDirectory() === true) return listFolder(path, given, folder);
  if (found !== undefined || !/[*?[{]/.test(path)) return [path];
  const matched = (await listFiles(folder, path)).map(({ name }) => name).sort(compareNames);
  if (matched.length > 0) return matched;
  throw refusal(`nothing matches ${path}`, "`**` crosses folders, `*` does not.");
}

async function listFolder(path: string, given: ParsedOptions, folder: string): Promise<readonly string[]> {
  const batches: string[] = [];
  for (const entry of await readdir(resolve(folder, path), { withFileTypes: true })) {
    if (/^[._]/.test(entry.name)) continue;
    const absolute = resolve(folder, path, entry.name);
    const isFolder = (await stat(absolute).catch(() => undefined))?.isDirectory() === true;
    const isData = formatOfName(entry.name) !== undefined || given.text("format") !== undefined;
    if (isFolder || isData || (await isProfileDocument(absolute))) batches.push(join(path, entry.name));
  }
  if (batches.length > 0) return batches.sort(compareNames);
  throw refusal(
    `the folder ${path} has no data in it`,
    "It holds one file for each batch, or one folder of files: CSV, CSV.gz, Parquet or JSON lines.",
  );
}

function refusal(message: string, hint: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
