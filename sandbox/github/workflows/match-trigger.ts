import type { ParsedWorkflow, Trigger } from "./parse-workflow.ts";

/** What happened, as far as filters ask. `files` is `undefined` when path filters do not apply. */
export interface Happening {
  readonly event: string;
  readonly action?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly files?: readonly string[];
  /** The name of the workflow whose run this is about. */
  readonly workflow?: string;
  /** The cron expression whose time has come. */
  readonly cron?: string;
}

const DEFAULT_TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request: ["opened", "synchronize", "reopened"],
  pull_request_target: ["opened", "synchronize", "reopened"],
  merge_group: ["checks_requested"],
};

/** Whether the workflow starts on what happened. */
export function startsOn(workflow: ParsedWorkflow, happening: Happening): boolean {
  return workflow.triggers.some((trigger) => trigger.event === happening.event && passes(trigger, happening));
}

function passes(trigger: Trigger, happening: Happening): boolean {
  const { event, action, branch, tag, files, workflow, cron } = happening;
  if (workflow !== undefined && trigger.workflows?.includes(workflow) !== true) return false;
  if (cron !== undefined && trigger.crons?.includes(cron) !== true) return false;
  const types = trigger.types ?? DEFAULT_TYPES[event];
  if (types !== undefined && action !== undefined && !types.includes(action)) return false;
  if (tag !== undefined)
    return trigger.tags !== undefined ? matches(trigger.tags, tag) : trigger.branches === undefined;
  if (branch !== undefined) {
    if (trigger.tags !== undefined && trigger.branches === undefined && trigger.branchesIgnore === undefined)
      return false;
    if (trigger.branches !== undefined && !matches(trigger.branches, branch)) return false;
    if (trigger.branchesIgnore !== undefined && matches(trigger.branchesIgnore, branch)) return false;
  }
  const { paths, pathsIgnore } = trigger;
  if (files === undefined) return true;
  if (paths !== undefined) return files.some((file) => matches(paths, file));
  return pathsIgnore === undefined || files.some((file) => !matches(pathsIgnore, file));
}

/** GitHub's filter patterns in order; a later `!pattern` takes back what an earlier one let in. */
function matches(patterns: readonly string[], text: string): boolean {
  let included = false;
  for (const pattern of patterns) {
    if (pattern.startsWith("!")) included &&= !toExpression(pattern.slice(1)).test(text);
    else included ||= toExpression(pattern).test(text);
  }
  return included;
}

function toExpression(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|[.^$()|{}\\]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
