import { z } from "zod";

export type Conclusion = "success" | "failure" | "cancelled" | "skipped";

export interface StepRecord {
  readonly name: string;
  readonly conclusion: Conclusion;
  readonly seconds: number;
}

export interface JobRecord {
  /** Key in the workflow's `jobs`. */
  readonly id: string;
  /** As shown: with the matrix's values where there is one. */
  readonly name: string;
  readonly startedAt: string;
  readonly completedAt: string;
  readonly conclusion: Conclusion;
  readonly steps: readonly StepRecord[];
  /** What the steps printed, and act's own errors, line by line. */
  readonly log: readonly string[];
  /** Markdown of all step summaries. */
  readonly summary: string;
  /** The label that nothing on this machine answers to; act skips such a job without a word and exits with 0. */
  readonly unknownLabel: string | undefined;
}

/** What happens while a job runs, for whoever wants to watch. */
export type JobProgress =
  | { readonly kind: "step"; readonly job: string; readonly step: string }
  | { readonly kind: "output"; readonly job: string; readonly line: string };

// Only what is read here; act writes more, and other versions may write yet more.
const ActLine = z.object({
  job: z.string(),
  jobID: z.string(),
  matrix: z.record(z.string(), z.unknown()).optional(),
  msg: z.string().default(""),
  level: z.string().optional(),
  time: z.string().default(""),
  stage: z.string().optional(),
  step: z.string().optional(),
  stepID: z.array(z.string()).optional(),
  stepResult: z.string().optional(),
  executionTime: z.number().optional(),
  jobResult: z.string().optional(),
  raw_output: z.boolean().optional(),
  raw: z.string().optional(),
  command: z.string().optional(),
  content: z.string().optional(),
});
type ActLine = z.infer<typeof ActLine>;

interface OpenJob {
  readonly id: string;
  readonly name: string;
  readonly startedAt: string;
  completedAt: string;
  conclusion: Conclusion | undefined;
  readonly steps: StepRecord[];
  readonly log: string[];
  summary: string;
  unknownLabel: string | undefined;
}

const CONCLUSIONS: Readonly<Record<string, Conclusion>> = {
  success: "success",
  failure: "failure",
  cancelled: "cancelled",
  skipped: "skipped",
};
const UNKNOWN_LABEL = /Skipping unsupported platform -- Try running with `-P (.+)=\.\.\.`/;
const STEP_BEGINS = /^⭐ Run Main /u;

export interface ActLog {
  /** One line of what `act --json` prints. Anything else is left out. */
  readonly add: (line: string) => JobProgress | undefined;
  /** All jobs that act said anything about, in the order of their appearance. */
  readonly jobs: () => JobRecord[];
}

/** Understands the output of `act --json` while it is being written. */
export function createActLog(): ActLog {
  const jobs = new Map<string, OpenJob>();
  return {
    add: (text) => {
      const line = parseLine(text);
      return line === undefined ? undefined : addLine(jobs, line);
    },
    jobs: () => [...jobs.values()].map(closeJob),
  };
}

function parseLine(text: string): ActLine | undefined {
  try {
    return ActLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function addLine(jobs: Map<string, OpenJob>, line: ActLine): JobProgress | undefined {
  const job = openJob(jobs, line);
  job.completedAt = line.time;
  job.unknownLabel ??= UNKNOWN_LABEL.exec(line.msg)?.[1];
  if (line.jobResult !== undefined) job.conclusion = CONCLUSIONS[line.jobResult] ?? "failure";
  if (line.command === "summary") job.summary += line.content ?? "";
  addStep(job, line);
  const text = printed(line);
  if (text !== undefined) {
    job.log.push(text);
    return { kind: "output", job: job.name, line: text };
  }
  // Steps inside a composite action have a longer id; the workflow's own steps are enough to follow.
  const begins = line.stage === "Main" && line.stepID?.length === 1 && STEP_BEGINS.test(line.msg);
  return begins ? { kind: "step", job: job.name, step: stepName(line) } : undefined;
}

function openJob(jobs: Map<string, OpenJob>, line: ActLine): OpenJob {
  const key = `${line.jobID} ${JSON.stringify(line.matrix ?? {})}`;
  const known = jobs.get(key);
  if (known !== undefined) return known;
  const { jobID: id, time } = line;
  // `workflow/job`, padded to align; the workflow's name may itself have slashes, the id of a job may not.
  const shown = line.job.trim();
  const name = shown.slice(shown.lastIndexOf("/") + 1);
  const job: OpenJob = {
    id,
    name: name === "" ? id : name,
    startedAt: time,
    completedAt: time,
    conclusion: undefined,
    steps: [],
    log: [],
    summary: "",
    unknownLabel: undefined,
  };
  jobs.set(key, job);
  return job;
}

function addStep(job: OpenJob, line: ActLine): void {
  if (line.stepResult === undefined || line.stage !== "Main" || line.stepID?.length !== 1) return;
  job.steps.push({
    name: stepName(line),
    conclusion: CONCLUSIONS[line.stepResult] ?? "failure",
    seconds: (line.executionTime ?? 0) / 1e9,
  });
}

function stepName(line: ActLine): string {
  return (line.step ?? "").split("\n")[0] ?? "";
}

function printed(line: ActLine): string | undefined {
  if (line.raw_output === true) return line.msg.replace(/\r?\n$/, "");
  if (line.raw !== undefined) return line.raw.replace(/\r?\n$/, "");
  return line.level === "error" ? line.msg : undefined;
}

function closeJob(job: OpenJob): JobRecord {
  // A job that never came to an end was cut off together with act; one with an unknown label never began.
  const conclusion = job.unknownLabel === undefined ? (job.conclusion ?? "cancelled") : "failure";
  const log = job.unknownLabel === undefined ? job.log : [unknownLabelMessage(job.name, job.unknownLabel)];
  return { ...job, conclusion, log };
}

function unknownLabelMessage(job: string, label: string): string {
  return `Job ${job} waits for a runner with the label "${label}"; the sandbox has none. Its labels are in sandbox/runner/act-call.ts.`;
}
