import { basename } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const Step = z.looseObject({
  id: z.string().optional(),
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
});
type Step = z.infer<typeof Step>;

const Action = z.looseObject({ runs: z.looseObject({ using: z.string(), steps: z.array(Step).optional() }) });

const Job = z.looseObject({
  "timeout-minutes": z.unknown().optional(),
  uses: z.string().optional(),
  permissions: z.unknown().optional(),
  steps: z.array(Step).optional(),
});

const Workflow = z.looseObject({ permissions: z.unknown().optional(), jobs: z.record(z.string(), Job) });

/** What this project demands of workflows and actions beyond their grammar, one sentence each. */
export function checkWorkflowRules(path: string, content: string): string[] {
  const lines = content.split("\n");
  const found = /^action\.ya?ml$/.test(basename(path)) ? actionRules(content) : workflowRules(content);
  return [...found, ...lines.flatMap(unpinned)].map((message) => `${path}: ${message}`);
}

function actionRules(content: string): string[] {
  const { runs } = Action.parse(parse(content));
  return (runs.steps ?? []).flatMap((step, index) => stepRules(step, `step ${String(index + 1)}`));
}

function workflowRules(content: string): string[] {
  const workflow = Workflow.parse(parse(content));
  const top = workflow.permissions === undefined ? ["has no permissions at its top"] : [];
  const jobs = Object.entries(workflow.jobs).flatMap(([name, job]) => {
    const timeout =
      job.uses === undefined && job["timeout-minutes"] === undefined ? [`job ${name} has no timeout-minutes`] : [];
    return [
      ...timeout,
      ...(job.steps ?? []).flatMap((step, index) => stepRules(step, `${name}, step ${String(index + 1)}`)),
    ];
  });
  return [...top, ...jobs];
}

function stepRules(step: Step, where: string): string[] {
  const found: string[] = [];
  if (step.id === undefined && step.name === undefined) found.push(`${where} has neither id nor name`);
  // Whatever stands in a template expression becomes part of the script, quotes and all.
  if (step.run?.includes("${{") === true) found.push(`${where} has an expression inside run: pass it through env`);
  if (step.uses?.startsWith("actions/checkout@") === true && step.with?.["persist-credentials"] !== false) {
    found.push(`${where} checks out without persist-credentials: false`);
  }
  return found;
}

/** Pawl itself is pinned by its users to a version, as its README says; everything else to a commit with its version beside it. */
function unpinned(line: string, index: number): string[] {
  const uses = /^\s*(?:-\s+)?uses:\s*(?<target>\S+)(?<rest>.*)$/.exec(line)?.groups;
  const target = uses?.["target"];
  if (target === undefined || /^[.$]\//.test(target) || /^pawl-ml\/pawl(\/[\w/-]+)?@v\d+$/.test(target)) return [];
  const where = `line ${String(index + 1)}: ${target}`;
  if (!/@[0-9a-f]{40}$/.test(target)) return [`${where} is not pinned to a commit`];
  return /^\s+# v\d+\.\d+\.\d+\s*$/.test(uses?.["rest"] ?? "")
    ? []
    : [`${where} does not say its version in a comment`];
}
