import type { ConfigIssue } from "../core/config/config-issue.ts";
import { CONFIG_FILE, parseProjectConfig } from "../core/config/parse-project-config.ts";
import type { Project } from "../core/config/project-config.ts";
import type { ConfigFacts } from "../core/report/report-facts.ts";
import { readKnownFile } from "./read-known-file.ts";
import type { Workplace } from "./workplace.ts";

export interface ConfigurationFacts {
  readonly config: ConfigFacts;
  readonly headConfigIssues: readonly ConfigIssue[];
  /** The only configuration by which evidence is accepted: the base's, reviewed. */
  readonly inForce: Project | undefined;
}

/** The bytes of the configuration at a commit; `undefined` where there is none. */
export async function readConfigAt(workplace: Workplace, commit: string): Promise<Uint8Array | undefined> {
  return readKnownFile(workplace, CONFIG_FILE, commit);
}

/** Reads the base's configuration, and the head's where the pull request changes it. */
export async function readConfigFacts(
  workplace: Workplace,
  { baseSha, headSha }: { readonly baseSha: string; readonly headSha: string },
  changedFiles: readonly string[],
): Promise<ConfigurationFacts> {
  const base = await readConfigAt(workplace, baseSha);
  const changed = changedFiles.includes(CONFIG_FILE);
  return judgeConfig(base, changed ? await readConfigAt(workplace, headSha) : undefined);
}

/**
 * Which configuration is in force and what is wrong with it. The head's never is: whoever opens a pull request would
 * otherwise write the rules that it is judged by.
 *
 * @param head Its bytes where the pull request changes it.
 */
export function judgeConfig(base: Uint8Array | undefined, head: Uint8Array | undefined): ConfigurationFacts {
  const proposed = head === undefined ? undefined : parseProjectConfig(head);
  const headIssues = proposed !== undefined && "issues" in proposed ? proposed.issues : [];
  if (base === undefined) {
    if (proposed === undefined) return { config: { kind: "absent" }, headConfigIssues: [], inForce: undefined };
    return "issues" in proposed
      ? { config: { kind: "invalid", on: "head", issues: proposed.issues }, headConfigIssues: [], inForce: undefined }
      : { config: { kind: "preview", project: proposed.project }, headConfigIssues: [], inForce: undefined };
  }
  const current = parseProjectConfig(base);
  if ("project" in current) {
    return {
      config: { kind: "valid", project: current.project },
      headConfigIssues: headIssues,
      inForce: current.project,
    };
  }
  // The pull request that repairs a broken configuration must not be blocked by it.
  if (proposed !== undefined && "project" in proposed) {
    return { config: { kind: "preview", project: proposed.project }, headConfigIssues: [], inForce: undefined };
  }
  return proposed === undefined
    ? { config: { kind: "invalid", on: "base", issues: current.issues }, headConfigIssues: [], inForce: undefined }
    : { config: { kind: "invalid", on: "head", issues: headIssues }, headConfigIssues: [], inForce: undefined };
}
