import { join } from "node:path";

export interface ActionSources {
  /** Folder with one stand-in per action of `actions/`, and their names. */
  readonly standIns: string;
  readonly standInNames: readonly string[];
  /** This repository's own actions: `owner/name`, and the folder that they are staged in. */
  readonly own: string;
  readonly ownFolder: string;
}

/**
 * What act has to take from this machine instead of from GitHub: our own actions at whatever ref, and the stand-ins for
 * GitHub's. Anything else is left to act, which fetches it where there is a network.
 */
export function mapActions(uses: readonly string[], sources: ActionSources): Map<string, string> {
  const mapped = uses.flatMap((action): [string, string][] => {
    const [repository = ""] = action.split("@");
    const [owner, name = ""] = repository.split("/");
    if (repository.toLowerCase() === sources.own) return [[action, sources.ownFolder]];
    if (owner === "actions" && sources.standInNames.includes(name)) return [[action, join(sources.standIns, name)]];
    return [];
  });
  return new Map(mapped);
}
