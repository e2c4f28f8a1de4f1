import { copyFileSync, mkdirSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { z } from "zod";
import { PawlError } from "../core/errors.ts";
import { RunEvidence } from "../core/evidence/run-evidence.ts";
import { parseStrictJson } from "../core/evidence/strict-json.ts";
import { findLogFiles } from "./readers/find-log-files.ts";
import { LOG_READERS } from "./readers/log-readers.ts";

const DRAFT_FILE = "draft.json";
/** Copies of the files that log readers read, so that reading can be repeated when the checkout is long gone. */
const LOGS_FOLDER = "logs";
const MAX_LOG_FILES = 5000;
const MAX_LOG_FILE_BYTES = 64 * 1024 * 1024;
const MAX_LOG_BYTES = 256 * 1024 * 1024;

const Draft = z.strictObject({ schema: z.literal("pawl.draft/v1"), evidence: RunEvidence });

/** Writes a file so that it is either there whole or not at all. */
export function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.part`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, path);
}

/** What is known when the command has ended, before anything that could fail is tried. */
export function keepDraft(kept: string, evidence: RunEvidence): void {
  writeWhole(
    join(kept, DRAFT_FILE),
    JSON.stringify({ schema: "pawl.draft/v1", evidence } satisfies z.infer<typeof Draft>),
  );
}

/** Throws `INPUT_INVALID` where the folder holds no run that was kept. */
export function readDraft(kept: string): RunEvidence {
  const file = join(kept, DRAFT_FILE);
  let value: unknown;
  try {
    value = parseStrictJson(readFileSync(file), file);
  } catch (cause) {
    throw new PawlError({
      code: "INPUT_INVALID",
      message: `input "reread": ${kept} holds no run that was kept`,
      hint: 'It is the train action\'s output "folder" of the earlier run, on the same runner.',
      cause,
    });
  }
  const parsed = Draft.safeParse(value);
  if (parsed.success) return parsed.data.evidence;
  throw new PawlError({
    code: "INPUT_INVALID",
    message: `input "reread": ${file} was not written by this version of Pawl`,
    cause: parsed.error,
  });
}

export function keptLogs(kept: string): string {
  return join(kept, LOGS_FOLDER);
}

/** Copies every file below `folder` that a log reader may read and that was written since the start. Gives what was left out. */
export async function keepLogs(kept: string, folder: string, since: Date): Promise<string[]> {
  const matches = (path: string): boolean => Object.values(LOG_READERS).some((reader) => reader.matches(path));
  const { fresh } = await findLogFiles({ root: folder, since, matches }, ["."]);
  const target = keptLogs(kept);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  let bytes = 0;
  let left = 0;
  for (const [index, file] of fresh.entries()) {
    bytes += file.bytes;
    if (index >= MAX_LOG_FILES || file.bytes > MAX_LOG_FILE_BYTES || bytes > MAX_LOG_BYTES) left += 1;
    else copyWithTime(file.absolute, join(target, file.path), target);
  }
  return left === 0 ? [] : [`${String(left)} log files were too large to keep: they cannot be read again later.`];
}

/** Readers judge by a file's time whether it is of this run, so the copy has the original's. */
function copyWithTime(from: string, to: string, root: string): void {
  if (!resolve(to).startsWith(`${resolve(root)}${sep}`)) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  const { atimeMs, mtimeMs } = statSync(from);
  utimesSync(to, atimeMs / 1000, mtimeMs / 1000);
}
