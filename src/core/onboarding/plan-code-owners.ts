import { ownersOf, parseCodeOwners } from "../retraining/code-owners.ts";

/** Where GitHub looks for it, in its order; the first that is there counts. */
export const CODEOWNERS_FILES = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"] as const;

/** What has to be reviewed by whoever owns the models: the rules, and what serves. */
const GUARDED = ["/.github/pawl.yml", "/.pawl/"] as const;

export interface CodeOwnersPlan {
  readonly path: string;
  /** Text that the file is to have; undefined where it says so already, or nobody is known who could own it. */
  readonly text: string | undefined;
  /** Only what comes to it. */
  readonly added: readonly string[];
  /** `@ana`, `@acme/ml-owners`. */
  readonly owners: readonly string[];
  /** Who it was taken from. */
  readonly from: "existing" | "person" | "nobody";
}

/**
 * The lines of CODEOWNERS that name an owner for Pawl's own files, at the end, because the last match counts. The owners are
 * those that the file has for the configuration as it is; else whoever installed the App.
 *
 * @param person Login of somebody who may write to the repository, without `@`.
 */
export function planCodeOwners(texts: ReadonlyMap<string, string>, person: string | undefined): CodeOwnersPlan {
  const path = CODEOWNERS_FILES.find((file) => texts.has(file)) ?? CODEOWNERS_FILES[0];
  const before = texts.get(path) ?? "";
  const { users, teams, emails } = ownersOf(parseCodeOwners(before), ".github/pawl.yml");
  const existing = [...[...users, ...teams].map((name) => `@${name}`), ...emails];
  const owners = existing.length > 0 ? existing : asOwner(person);
  const from = existing.length > 0 ? "existing" : owners.length > 0 ? "person" : "nobody";
  const patterns = before.split(/\r?\n/).map((line) => `/${(line.trim().split(/\s+/)[0] ?? "").replace(/^\//, "")}`);
  const missing = GUARDED.filter((guarded) => !patterns.includes(guarded));
  if (missing.length === 0 || owners.length === 0) return { path, text: undefined, added: [], owners, from };
  const added = missing.map((guarded) => `${guarded.padEnd(18)} ${owners.join(" ")}`);
  const start = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  return { path, text: `${start}${added.join("\n")}\n`, added, owners, from };
}

function asOwner(person: string | undefined): readonly string[] {
  return person !== undefined && /^[\w-]{1,60}$/.test(person) ? [`@${person}`] : [];
}
