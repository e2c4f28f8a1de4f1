import { parse } from "yaml";
import { z } from "zod";
import { DeclaredPermissions } from "./token-permissions.ts";

/** One event of a workflow's `on:` with the filters that decide whether it starts. */
export interface Trigger {
  readonly event: string;
  readonly types: readonly string[] | undefined;
  readonly branches: readonly string[] | undefined;
  readonly branchesIgnore: readonly string[] | undefined;
  readonly tags: readonly string[] | undefined;
  readonly paths: readonly string[] | undefined;
  readonly pathsIgnore: readonly string[] | undefined;
  /** Names of the workflows whose runs start this one. */
  readonly workflows: readonly string[] | undefined;
  /** The cron expressions of `schedule`. */
  readonly crons: readonly string[] | undefined;
}

/** What the fake needs to know about a workflow file. */
export interface ParsedWorkflow {
  readonly name: string | undefined;
  readonly runName: string | undefined;
  readonly triggers: readonly Trigger[];
  readonly inputs: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly fallback: string | undefined;
  }[];
  readonly jobs: readonly {
    readonly id: string;
    readonly name: string;
    readonly labels: readonly string[];
    /** The job's own or else the workflow's; `undefined` where neither says anything. */
    readonly permissions: DeclaredPermissions | undefined;
    /** Name and URL may hold expressions; `deployment: false` uses the environment without a deployment. */
    readonly environment:
      | { readonly name: string; readonly url: string | undefined; readonly deployment: boolean }
      | undefined;
  }[];
}

const Words = z
  .union([z.string(), z.array(z.string())])
  .transform((words) => (typeof words === "string" ? [words] : words));
const Filters = z.object({
  types: Words.optional(),
  branches: Words.optional(),
  "branches-ignore": Words.optional(),
  tags: Words.optional(),
  paths: Words.optional(),
  "paths-ignore": Words.optional(),
  workflows: Words.optional(),
});
const Schedule = z.array(z.object({ cron: z.string() }));
const Inputs = z.record(
  z.string(),
  z
    .object({ required: z.boolean().optional(), default: z.union([z.string(), z.number(), z.boolean()]).optional() })
    .nullable(),
);
const JobEnvironment = z
  .union([
    z.string(),
    z.object({ name: z.string(), url: z.string().optional(), deployment: z.boolean().default(true) }),
  ])
  .transform((one) =>
    typeof one === "string" ? { name: one, url: undefined, deployment: true } : { url: undefined, ...one },
  );
const JobFields = z.object({
  name: z.string().optional(),
  "runs-on": z.unknown().optional(),
  permissions: DeclaredPermissions.optional(),
  environment: JobEnvironment.optional(),
});
const WorkflowFile = z.object({
  name: z.string().optional(),
  "run-name": z.string().optional(),
  permissions: DeclaredPermissions.optional(),
  on: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
  jobs: z.record(z.string(), JobFields).default({}),
});

/** Reads a workflow file as far as starting it needs; `undefined` when it is no valid workflow. */
export function parseWorkflow(text: string): ParsedWorkflow | undefined {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return undefined;
  }
  const file = WorkflowFile.safeParse(value);
  if (!file.success) return undefined;
  const { on, jobs } = file.data;
  const events: Readonly<Record<string, unknown>> =
    typeof on === "string"
      ? { [on]: null }
      : Array.isArray(on)
        ? Object.fromEntries(on.map((event) => [event, null]))
        : on;
  return {
    name: file.data.name,
    runName: file.data["run-name"],
    triggers: Object.entries(events).map(([event, filters]) => readTrigger(event, filters)),
    inputs: readInputs(events["workflow_dispatch"]),
    jobs: Object.entries(jobs).map(([id, job]) => ({
      id,
      name: job.name ?? id,
      labels: readLabels(job["runs-on"]),
      permissions: job.permissions === undefined ? file.data.permissions : job.permissions,
      environment: job.environment,
    })),
  };
}

function readTrigger(event: string, value: unknown): Trigger {
  const filters = Filters.safeParse(value ?? {});
  const read = filters.success ? filters.data : {};
  return {
    event,
    types: read.types,
    branches: read.branches,
    branchesIgnore: read["branches-ignore"],
    tags: read.tags,
    paths: read.paths,
    pathsIgnore: read["paths-ignore"],
    workflows: read.workflows,
    crons: event === "schedule" ? Schedule.safeParse(value).data?.map(({ cron }) => cron) : undefined,
  };
}

function readInputs(value: unknown): ParsedWorkflow["inputs"] {
  const parsed = z.object({ inputs: Inputs.nullable().optional() }).safeParse(value ?? {});
  const inputs = parsed.success ? (parsed.data.inputs ?? {}) : {};
  return Object.entries(inputs).map(([name, input]) => ({
    name,
    required: input?.required ?? false,
    fallback: input?.default === undefined ? undefined : String(input.default),
  }));
}

function readLabels(runsOn: unknown): readonly string[] {
  if (typeof runsOn === "string") return [runsOn];
  return Array.isArray(runsOn) ? runsOn.filter((label): label is string => typeof label === "string") : [];
}
