import { resolve } from "node:path";
import { PawlError } from "../core/errors.ts";
import type { BatchRequest, CutReference } from "../engine/detect-dataset-drift.ts";
import { isProfileDocument, readProfileDocument } from "../runner/datasets/profile-document.ts";
import { askedCut, ROWS_CUT } from "./batch-arguments.ts";
import { dataRequest } from "./data-arguments.ts";
import { listBatches } from "./list-batches.ts";
import type { ParsedOptions } from "./parse-arguments.ts";
import type { Terminal } from "./terminal.ts";

export interface ComparedPaths {
  readonly reference: readonly string[];
  readonly current: string;
}

/**
 * What is compared with what: `--reference` and `--current`, or the paths in a row, of which the last is the current one.
 * Throws `INPUT_INVALID` where one of the two is missing, or said twice.
 */
export function comparedPaths(given: ParsedOptions): ComparedPaths {
  const { positionals } = given;
  const named = given.list("reference");
  const current = given.text("current") ?? positionals.at(-1);
  const others = given.text("current") === undefined ? positionals.slice(0, -1) : positionals;
  if (named.length > 0 && others.length > 0) {
    throw refusal(
      `is ${others[0] ?? ""} of the past too?`,
      "Name data of the past with --reference alone, or without it.",
    );
  }
  const reference = named.length > 0 ? named : others;
  if (current !== undefined && reference.length > 0) return { reference, current };
  throw refusal(
    "drift needs earlier data and the data to judge",
    "pawl drift --reference <folder or file> --current <file>",
  );
}

/**
 * The batches of the past: several paths, the files of a folder, or the parts of one dataset. Throws `INPUT_INVALID` where
 * profiles are to be cut, or a folder is empty.
 */
export async function findReference(
  paths: readonly string[],
  given: ParsedOptions,
  terminal: Terminal,
): Promise<readonly BatchRequest[] | CutReference> {
  const cut = askedCut(given);
  if (cut !== undefined) {
    for (const path of paths) {
      if (await isProfileDocument(resolve(terminal.folder, path)))
        throw refusal(`${path} is a profile, of which the rows are gone: it cannot be cut`);
    }
    return { data: dataRequest(paths, given, terminal), cut };
  }
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0) return toBatches(paths, given, terminal);
  const batches = await listBatches(path, given, terminal.folder);
  const [only, ...more] = batches;
  if (only === undefined || more.length > 0) return toBatches(batches, given, terminal);
  if (await isProfileDocument(resolve(terminal.folder, only))) return toBatches(batches, given, terminal);
  return { data: dataRequest([only], given, terminal), cut: ROWS_CUT };
}

async function toBatches(
  paths: readonly string[],
  given: ParsedOptions,
  terminal: Terminal,
): Promise<readonly BatchRequest[]> {
  const batches: BatchRequest[] = [];
  for (const path of paths) {
    const absolute = resolve(terminal.folder, path);
    if (await isProfileDocument(absolute)) {
      const { profile, parts } = await readProfileDocument(absolute, path);
      // The parts of what it is the profile of vary as such data do; the whole does not.
      if (paths.length === 1 && parts.length > 1)
        batches.push(
          ...parts.map(({ name, profile: own, start }) => ({ name, profile: own, timeless: start === undefined })),
        );
      else batches.push({ name: path, profile });
    } else batches.push({ name: path, data: dataRequest([path], given, terminal) });
  }
  return batches;
}

function refusal(message: string, hint?: string): PawlError {
  return new PawlError({ code: "INPUT_INVALID", message, hint });
}
