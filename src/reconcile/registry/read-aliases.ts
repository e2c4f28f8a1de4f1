import { aliasPath } from "../../core/registry/alias-file.ts";
import { type ParsedAliases, parseAliases } from "../../core/registry/parse-aliases.ts";
import { readFileAt } from "../../github/contents.ts";
import { readKnownFile } from "../read-known-file.ts";
import type { Workplace } from "../workplace.ts";

/** An alias file at a commit: its text, and what it says. */
export interface AliasFile {
  /** Undefined: there is none, which says the same as an empty one. */
  readonly text: string | undefined;
  readonly parsed: ParsedAliases;
}

const NO_FILE: AliasFile = { text: undefined, parsed: { aliases: new Map() } };

/**
 * The alias file of a model at a commit or branch. What stands at a commit cannot change and is remembered; a branch is
 * asked every time.
 */
export async function readAliases(workplace: Workplace, model: string, ref: string): Promise<AliasFile> {
  const { octokit, repository } = workplace;
  const path = aliasPath(model);
  const isCommit = /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(ref);
  const bytes = isCommit ? await readKnownFile(workplace, path, ref) : await readFileAt(octokit, repository, path, ref);
  if (bytes === undefined) return NO_FILE;
  return { text: Buffer.from(bytes).toString("utf8"), parsed: parseAliases(bytes) };
}
