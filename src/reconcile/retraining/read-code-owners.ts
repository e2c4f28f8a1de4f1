import { type CodeOwners, ownersOf, parseCodeOwners } from "../../core/retraining/code-owners.ts";
import { readSmallFileAt } from "../../github/contents.ts";
import type { Workplace } from "../workplace.ts";

/** Where GitHub looks, in its order. */
const PLACES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** GitHub does not load a larger file. */
const MAX_BYTES = 3 * 1024 * 1024;

/** Owners of these paths by the CODEOWNERS file of a commit, each once. */
export async function readCodeOwners(
  { octokit, repository }: Workplace,
  { commit, paths }: { readonly commit: string; readonly paths: readonly string[] },
): Promise<CodeOwners> {
  for (const path of PLACES) {
    const bytes = await readSmallFileAt(octokit, repository, { path, ref: commit, maxBytes: MAX_BYTES });
    if (bytes === undefined) continue;
    const rules = parseCodeOwners(new TextDecoder().decode(bytes));
    const owners = paths.map((owned) => ownersOf(rules, owned));
    return {
      users: unique(owners.flatMap(({ users }) => users)),
      teams: unique(owners.flatMap(({ teams }) => teams)),
      emails: unique(owners.flatMap(({ emails }) => emails)),
    };
  }
  return { users: [], teams: [], emails: [] };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}
