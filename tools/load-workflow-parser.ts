import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { convertWorkflowTemplate, parseWorkflow } from "@actions/workflow-parser";
import type { convertActionTemplate, parseAction } from "@actions/workflow-parser/actions/index";
import { build } from "esbuild";

/** The part of GitHub's own parser that is used here. */
export interface WorkflowParser {
  readonly parseWorkflow: typeof parseWorkflow;
  readonly convertWorkflowTemplate: typeof convertWorkflowTemplate;
  readonly parseAction: typeof parseAction;
  readonly convertActionTemplate: typeof convertActionTemplate;
}

const ENTRY = `
export { parseWorkflow, convertWorkflowTemplate } from "@actions/workflow-parser";
export { parseAction, convertActionTemplate } from "@actions/workflow-parser/actions/index";
`;

/** Node cannot load the parser as published (it imports JSON without saying so), therefore it is bundled first. */
export async function loadWorkflowParser(): Promise<WorkflowParser> {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const folder = await mkdtemp(join(root, "node_modules", ".workflow-parser-"));
  try {
    const outfile = join(folder, "parser.mjs");
    await build({
      stdin: { contents: ENTRY, resolveDir: root },
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      logLevel: "error",
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
