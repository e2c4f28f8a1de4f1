import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { runBot } from "../../bot/run-bot.ts";
import type { CreatedApp, QueuedRun } from "../../sandbox/github/control/control.ts";
import type { FakeGitHub } from "../../sandbox/github/start-fake-github.ts";
import { holds } from "./condition.ts";

const Template = z.looseObject({
  jobs: z.record(
    z.string(),
    z.looseObject({
      if: z.string(),
      environment: z.looseObject({ name: z.string() }).optional(),
      steps: z.array(z.looseObject({ with: z.record(z.string(), z.string()).optional() })),
    }),
  ),
});
const TEMPLATE = Template.parse(parse(readFileSync("templates/workflows/pawl-bot.yml", "utf8")));
const FOLDER = ".github/workflows/";

/** What ran, for tests that count. */
export interface BotRunRecord {
  readonly event: string;
  readonly job: string;
  readonly unchanged: number;
  readonly billed: number;
}

export interface BotInWorkflows {
  /** The template's files, to be committed to the repository. */
  readonly files: Readonly<Record<string, string>>;
  /** Runs the bot for every workflow run of its own that waits, until none does. */
  readonly idle: () => Promise<void>;
  /** The next workflow run that is not the bot's. */
  readonly take: (waitMs: number) => Promise<QueuedRun | null>;
  readonly records: readonly BotRunRecord[];
  /** Lets the next failures be: a test causes them. */
  readonly tolerate: (failures: boolean) => void;
  /** The bot's clock goes ahead of the machine's. */
  readonly advance: (milliseconds: number) => void;
}

/**
 * The bot as GitHub would run it: the template's own triggers, conditions, inputs and permissions, each job with a token of
 * its own, and a cache that only workflow runs of the default branch write. Without an App each job is a workflow file of
 * its own, because the fake's tokens may what all jobs of a workflow together may.
 */
export function createBotInWorkflows(fake: FakeGitHub, app: CreatedApp | undefined): BotInWorkflows {
  const jobs = Object.keys(TEMPLATE.jobs).filter((job) => /^(app|hand-over)$/.test(job) === (app !== undefined));
  const files: Record<string, string> =
    app === undefined
      ? Object.fromEntries(jobs.map((job) => [`${FOLDER}pawl-${job}.yml`, withJobs([job])]))
      : { [`${FOLDER}pawl-bot.yml`]: withJobs(jobs) };
  const others: QueuedRun[] = [];
  const records: BotRunRecord[] = [];
  const caches = new Map<string, string>();
  let tolerant = false;
  let ahead = 0;

  const work = async (run: QueuedRun): Promise<void> => {
    const { repository, runId, payload, event } = run;
    const github = { event_name: event, event: payload, repository, ref: run.ref };
    const vars = { PAWL_APP_ID: app === undefined ? "" : String(app.appId) };
    const own = app === undefined ? jobs.filter((job) => run.workflowPath.endsWith(`/pawl-${job}.yml`)) : jobs;
    let conclusion = "skipped";
    for (const job of own) {
      const { if: condition, environment, steps } = TEMPLATE.jobs[job] ?? { if: "", steps: [] };
      if (!holds(condition, { github, vars }) || isSuppressed(run)) continue;
      // The environment lets the default branch in alone; its secret is empty without it.
      const secret = environment !== undefined && run.ref === "refs/heads/main" ? app?.privateKey : undefined;
      const inputs = Object.entries(steps[0]?.with ?? {}).map(([name, text]) => [
        `INPUT_${name.toUpperCase()}`,
        text.includes("secrets.") ? (secret ?? "") : vars.PAWL_APP_ID,
      ]);
      const result = await runBot({
        env: { ...environmentOf(fake, run), ...Object.fromEntries(inputs) },
        readFile: () => JSON.stringify(payload),
        now: () => Date.now() + ahead,
        withoutCommands: (inner) => inner(),
        openCache: () => ({
          restore: async () => caches.get(repository),
          save: async (text) => void caches.set(repository, text),
        }),
      });
      records.push({ event, job, ...result.counts });
      if (result.failures > 0 && !tolerant)
        throw new Error(`${String(result.failures)} failures of ${job} on ${event}`);
      conclusion = result.failures > 0 ? "failure" : "success";
    }
    await fake.control.completeWorkflowRun({ repository, runId, conclusion });
  };

  const next = async (waitMs: number): Promise<QueuedRun | null> => fake.control.takeWorkflowRun({ waitMs });
  const idle = async (): Promise<void> => {
    for (let run = await next(0); run !== null; run = await next(0)) {
      if (Object.hasOwn(files, run.workflowPath)) await work(run);
      else others.push(run);
    }
  };
  return {
    files,
    idle,
    records,
    tolerate: (failures) => {
      tolerant = failures;
    },
    advance: (milliseconds) => {
      ahead += milliseconds;
    },
    take: async (waitMs) => {
      await idle();
      return others.shift() ?? (await next(waitMs));
    },
  };
}

/**
 * Users report that the end of a workflow run that a job's own token started starts no `workflow_run`; GitHub's page does
 * not except it either. If it does start one after all, the bot only hears earlier.
 */
function isSuppressed({ event, payload }: QueuedRun): boolean {
  const sender = Reflect.get(Object(payload["sender"]), "login");
  return event === "workflow_run" && sender === "github-actions[bot]";
}

function withJobs(names: readonly string[]): string {
  const jobs = Object.fromEntries(Object.entries(TEMPLATE.jobs).filter(([name]) => names.includes(name)));
  return stringify({ ...TEMPLATE, jobs });
}

function environmentOf(fake: FakeGitHub, run: QueuedRun): Record<string, string> {
  return {
    GITHUB_API_URL: fake.url,
    GITHUB_EVENT_NAME: run.event,
    GITHUB_EVENT_PATH: "event.json",
    GITHUB_REPOSITORY: run.repository,
    GITHUB_REF: run.ref,
    GITHUB_WORKFLOW_REF: `${run.repository}/${run.workflowPath}@${run.ref}`,
    GITHUB_RUN_ID: String(run.runId),
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    LOG_LEVEL: process.env["PAWL_TEST_LOG"] ?? "fatal",
    PAWL_WRITE_GAP_MS: "0",
    PAWL_REGISTRIES: "",
    "INPUT_GITHUB-TOKEN": run.token,
  };
}
