import { checkModels } from "./check-models.ts";
import type { ConfigIssue } from "./config-issue.ts";
import { type DescribedIssue, describeSchemaIssue } from "./describe-schema-issue.ts";
import { createLocate } from "./locate-node.ts";
import { MAX_ISSUES, placeIssues } from "./place-issues.ts";
import { type Project, ProjectConfig } from "./project-config.ts";
import { configKeysAt } from "./project-config-schema.ts";
import { readYaml } from "./read-yaml.ts";
import { toProject } from "./to-project.ts";

/** Where the configuration lives, on every branch. */
export const CONFIG_FILE = ".github/pawl.yml";

export type ParsedProjectConfig = { readonly project: Project } | { readonly issues: readonly ConfigIssue[] };

/** Reads the text or bytes of `.github/pawl.yml`. Never throws: what is wrong comes back as issues, in the order of the file. */
export function parseProjectConfig(source: string | Uint8Array): ParsedProjectConfig {
  const yaml = readYaml(source);
  if ("issues" in yaml) return { issues: yaml.issues.slice(0, MAX_ISSUES) };
  const locate = createLocate(yaml.document, yaml.lines);

  const parsed = ProjectConfig.safeParse(yaml.value);
  const issues = parsed.success
    ? checkModels(parsed.data)
    : dropExplained(parsed.error.issues.flatMap((issue) => describeSchemaIssue(issue, yaml.value, configKeysAt)));
  if (issues.length > 0) return { issues: placeIssues(issues, locate) };
  return parsed.success ? { project: toProject(parsed.data) } : { issues: [] };
}

/** A key that is missing because it was misspelled needs to be said only once. */
function dropExplained(issues: readonly DescribedIssue[]): DescribedIssue[] {
  const suggested = new Set(
    issues.flatMap(({ path, hint }) => {
      const name = /^Did you mean (.+)\?$/.exec(hint ?? "")?.[1];
      return name === undefined ? [] : [JSON.stringify([...path.slice(0, -1), name])];
    }),
  );
  return issues.filter(({ about, path }) => about !== "parent" || !suggested.has(JSON.stringify(path)));
}
