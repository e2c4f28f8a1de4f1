import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkWorkflowFile } from "./check-workflow-file.ts";
import { checkWorkflowRules } from "./check-workflow-rules.ts";
import { loadWorkflowParser } from "./load-workflow-parser.ts";
import { workflowFiles } from "./workflow-files.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const parser = await loadWorkflowParser();
const problems: string[] = [];
const files = workflowFiles(root);

for (const path of files) {
  const content = await readFile(join(root, path), "utf8");
  problems.push(...(await checkWorkflowFile(parser, path, content)), ...checkWorkflowRules(path, content));
}

for (const problem of problems) console.error(problem);
console.log(`${String(files.length)} workflows and actions read, ${String(problems.length)} problems`);
if (problems.length > 0) process.exitCode = 1;
