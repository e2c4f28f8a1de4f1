import type { ConfigIssue } from "../../core/config/config-issue.ts";
import { type Aliases, modelOfAliasPath } from "../../core/registry/alias-file.ts";
import { MAX_ALIAS_BYTES, parseAliases } from "../../core/registry/parse-aliases.ts";
import type { Blob } from "../../github/blobs.ts";
import type { AliasChange, AliasChanges } from "./alias-changes.ts";

/** One touched file of the folder of aliases; undefined: the commit does not have it. */
export interface TouchedAliasFile {
  readonly path: string;
  readonly mergeBase: Blob | undefined;
  /** The base branch as it is now. */
  readonly base: Blob | undefined;
  readonly head: Blob | undefined;
}

/** Every path below is looked at, so that nothing can lie there that nobody judged. */
export const ALIAS_FOLDER = ".pawl/aliases/";

type FilePlan = { readonly changes: readonly AliasChange[] } | { readonly issues: readonly ConfigIssue[] };

/** Which aliases a pull request moves, and what is wrong with its alias files. */
export function planAliasChanges(files: readonly TouchedAliasFile[]): AliasChanges {
  const plans = files.map((file) => ({ path: file.path, plan: planFile(file) }));
  return {
    changes: plans.flatMap(({ plan }) => ("changes" in plan ? plan.changes : [])),
    invalid: plans.flatMap(({ path, plan }) => ("issues" in plan ? [{ path, issues: plan.issues }] : [])),
    paths: files.map(({ path }) => path),
  };
}

/** An issue with a file as a whole. */
export function fileIssue(message: string, hint: string): ConfigIssue {
  return { line: 1, column: 1, key: "", message, hint };
}

function planFile({ path, mergeBase, base, head }: TouchedAliasFile): FilePlan {
  if (head?.id === base?.id) return { changes: [] };
  const model = modelOfAliasPath(path);
  if (model === undefined) {
    const issue = fileIssue("is not an alias file.", "Only files called <model>.yml belong into this folder.");
    return head === undefined ? { changes: [] } : { issues: [issue] };
  }
  // Git merges both sides line by line: the result could have an alias twice, or one that nobody was shown.
  if (mergeBase?.id !== base?.id) {
    const hint = "Update the branch, so that what would be merged is what is judged.";
    return { issues: [fileIssue("was changed on the base branch as well, after this branch began.", hint)] };
  }
  const wanted = parse(head);
  if ("issues" in wanted) return wanted;
  const held = parse(base);
  // The pull request that repairs a broken file must not be blocked by it: nothing is known to hold its aliases.
  const before: Aliases = "issues" in held ? new Map() : held.aliases;
  const environments = [...new Set([...wanted.aliases.keys(), ...before.keys()])];
  const changes = environments.map((environment) => ({
    model,
    environment,
    from: before.get(environment),
    to: wanted.aliases.get(environment),
  }));
  return { changes: changes.filter(({ from, to }) => from !== to) };
}

function parse(blob: Blob | undefined): ReturnType<typeof parseAliases> {
  if (blob === undefined) return { aliases: new Map() };
  if (blob.text !== undefined) return parseAliases(blob.text);
  const hint = "An alias file has one line for each environment: production: 8.";
  return { issues: [fileIssue(`is not a text of at most ${String(MAX_ALIAS_BYTES / 1024)} KiB.`, hint)] };
}
