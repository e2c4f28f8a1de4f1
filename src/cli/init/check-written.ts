import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { formatConfigIssue } from "../../core/config/config-issue.ts";
import { CONFIG_FILE, parseProjectConfig } from "../../core/config/parse-project-config.ts";
import { namedWorkflows } from "../../core/doctor/named-workflows.ts";
import { readWorkflowFacts } from "../../core/doctor/read-workflow-facts.ts";

/**
 * What `pawl doctor` would find wrong with a configuration and the workflows that it names, as they lie on disk; one sentence
 * each. Empty where all is well.
 *
 * @param planned Texts by path of what is not on disk yet.
 */
export async function checkWritten(root: string, planned: ReadonlyMap<string, string>): Promise<readonly string[]> {
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const bytes = await readFile(join(root, path)).catch(() => undefined);
    const text = planned.get(path);
    return bytes ?? (text === undefined ? undefined : Buffer.from(text));
  };
  const config = await read(CONFIG_FILE);
  if (config === undefined) return [`there is no ${CONFIG_FILE}`];
  const parsed = parseProjectConfig(config);
  if ("issues" in parsed) return parsed.issues.map((issue) => formatConfigIssue(issue, CONFIG_FILE));
  const { models } = parsed.project;
  const wrong: string[] = [];
  for (const { file, inputs } of namedWorkflows(models)) {
    const path = `.github/workflows/${file}`;
    const facts = readWorkflowFacts(file, await read(path), inputs);
    if (!facts.exists) wrong.push(`${CONFIG_FILE} names ${path}, which is not there`);
    else if (!facts.dispatchable) wrong.push(`${path} has no workflow_dispatch, so the App cannot start it`);
    else if (!facts.keyed) wrong.push(`${path} has no input pawl-key, so the App does not find what it started`);
    if (facts.dispatchable && facts.undeclared.length > 0) {
      wrong.push(`${path} does not declare ${facts.undeclared.join(" and ")}, so GitHub refuses the App's check`);
    }
  }
  return wrong;
}
