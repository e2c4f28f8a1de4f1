import type { z } from "zod";
import type { ConfigIssue } from "./config-issue.ts";
import { type DescribedIssue, describeSchemaIssue } from "./describe-schema-issue.ts";
import { createLocate } from "./locate-node.ts";
import { MAX_ISSUES, placeIssues } from "./place-issues.ts";
import { configKeysAt } from "./project-config-schema.ts";
import { readYaml } from "./read-yaml.ts";

/** The text or bytes of a configuration file as a value that its schema and `check` accept, or all that is wrong with it. */
export function parseConfigFile<Schema extends z.ZodType>(
  source: string | Uint8Array,
  schema: Schema,
  check: (value: z.output<Schema>) => DescribedIssue[],
): { readonly value: z.output<Schema> } | { readonly issues: readonly ConfigIssue[] } {
  const yaml = readYaml(source);
  if ("issues" in yaml) return { issues: yaml.issues.slice(0, MAX_ISSUES) };
  const locate = createLocate(yaml.document, yaml.lines);

  const parsed = schema.safeParse(yaml.value);
  if (!parsed.success) {
    const issues = parsed.error.issues.flatMap((issue) => describeSchemaIssue(issue, yaml.value, configKeysAt));
    return { issues: placeIssues(dropExplained(issues), locate) };
  }
  const issues = check(parsed.data);
  return issues.length > 0 ? { issues: placeIssues(issues, locate) } : { value: parsed.data };
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
