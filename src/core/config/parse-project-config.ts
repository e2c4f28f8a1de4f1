import { checkModels } from "./check-models.ts";
import type { ConfigIssue } from "./config-issue.ts";
import { parseConfigFile } from "./parse-config-file.ts";
import { type Project, ProjectConfig } from "./project-config.ts";
import type { PromotionConfig } from "./promotion-config.ts";
import { toProject } from "./to-project.ts";

/** Where the configuration lives, on every branch. */
export const CONFIG_FILE = ".github/pawl.yml";

export type ParsedProjectConfig = { readonly project: Project } | { readonly issues: readonly ConfigIssue[] };

/**
 * Reads the text or bytes of `.github/pawl.yml`. Never throws: what is wrong comes back as issues, in the order of the file.
 *
 * @param organization The organisation's default, for environments that the file itself has no rules for.
 */
export function parseProjectConfig(source: string | Uint8Array, organization?: PromotionConfig): ParsedProjectConfig {
  const parsed = parseConfigFile(source, ProjectConfig, checkModels);
  return "issues" in parsed ? parsed : { project: toProject(parsed.value, organization) };
}
