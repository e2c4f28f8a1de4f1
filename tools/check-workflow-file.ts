import { basename } from "node:path";
import type { WorkflowParser } from "./load-workflow-parser.ts";

const SILENT = { error: () => {}, info: () => {}, verbose: () => {} };

/** What GitHub's own parser says against a workflow or an `action.yml`, one sentence each, beginning with the path. */
export async function checkWorkflowFile(parser: WorkflowParser, path: string, content: string): Promise<string[]> {
  const errors = /^action\.ya?ml$/.test(basename(path))
    ? actionErrors(parser, path, content)
    : await workflowErrors(parser, path, content);
  return errors.map((message) => (message.startsWith(path) ? message : `${path}: ${message}`));
}

function actionErrors(parser: WorkflowParser, name: string, content: string): string[] {
  const { context, value } = parser.parseAction({ name, content }, SILENT);
  if (value !== undefined) parser.convertActionTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

async function workflowErrors(parser: WorkflowParser, name: string, content: string): Promise<string[]> {
  const { context, value } = parser.parseWorkflow({ name, content }, SILENT);
  if (value !== undefined) await parser.convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}
