import type { Aliases } from "./alias-file.ts";
import type { Registry, VersionEntry } from "./registry.ts";

/** The version of this number; `undefined` where it was never registered. */
export function findVersion(registry: Registry | undefined, version: number | undefined): VersionEntry | undefined {
  return version === undefined ? undefined : registry?.versions.find((entry) => entry.version === version);
}

/** The version that holds an alias, as the alias file says; `undefined` where none does or it was never registered. */
export function holderOf(
  registry: Registry | undefined,
  aliases: Aliases,
  environment: string,
): VersionEntry | undefined {
  return findVersion(registry, aliases.get(environment));
}

/** Whether an older version of the model was made from the same commit, so that this one's tag cannot stand there too. */
export function sharesCommit(
  registry: Registry,
  { version, commit }: Pick<VersionEntry, "version" | "commit">,
): boolean {
  return registry.versions.some((other) => other.version < version && other.commit === commit);
}
