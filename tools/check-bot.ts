import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startFakeGitHub } from "../sandbox/github/start-fake-github.ts";

const bundle = fileURLToPath(new URL("../bot/dist/index.js", import.meta.url));
const run = promisify(execFile);
const WORKFLOW = `on: { schedule: [{ cron: "23 * * * *" }] }
jobs: { bot: { runs-on: ubuntu-latest, steps: [] } }
`;

/** Runs the bot's bundle twice as a runner would for a schedule: the second time everything has to come from its cache. */
export async function checkBot(node: string): Promise<string> {
  const fake = await startFakeGitHub();
  const folder = await mkdtemp(join(tmpdir(), "pawl-bot-"));
  try {
    await fake.control.createUser({ login: "ana" });
    const { repository } = await fake.control.createRepository({
      owner: "ana",
      name: "flights",
      files: {
        ".github/pawl.yml": "models: { late-flights: { paths: [train.py], primary-metric: roc-auc } }\n",
        ".github/workflows/train.yml": "on: push\njobs: { train: { runs-on: ubuntu-latest, steps: [] } }\n",
        ".github/workflows/pawl-bot.yml": WORKFLOW,
      },
    });
    const sweep = async (): Promise<{ said: string; seconds: number }> => {
      await fake.control.runSchedule({ repository, schedule: "23 * * * *" });
      const job = await fake.control.takeWorkflowRun();
      if (job === null) throw new Error("the schedule started no workflow run");
      const event = join(folder, "event.json");
      await writeFile(event, JSON.stringify(job.payload));
      const started = performance.now();
      const { stdout } = await run(node, [bundle], {
        env: {
          PATH: process.env["PATH"],
          RUNNER_TEMP: folder,
          GITHUB_WORKSPACE: folder,
          GITHUB_ACTIONS: "true",
          GITHUB_API_URL: fake.url,
          // The client of the cache serves other hosts in an older protocol.
          GITHUB_SERVER_URL: "https://github.com",
          GITHUB_EVENT_NAME: job.event,
          GITHUB_EVENT_PATH: event,
          GITHUB_REPOSITORY: repository,
          GITHUB_REF: job.ref,
          GITHUB_WORKFLOW_REF: `${repository}/${job.workflowPath}@${job.ref}`,
          GITHUB_RUN_ID: String(job.runId),
          ACTIONS_CACHE_SERVICE_V2: "true",
          ACTIONS_RESULTS_URL: job.resultsUrl,
          ACTIONS_RUNTIME_TOKEN: job.runtimeToken,
          PAWL_REGISTRIES: "",
          "INPUT_GITHUB-TOKEN": job.token,
        },
      });
      return { said: stdout, seconds: (performance.now() - started) / 1000 };
    };
    await sweep();
    const { next: since } = await fake.control.requests();
    const { said, seconds } = await sweep();
    const { entries, notModified } = await fake.control.requests({ since, app: "github-actions" });
    // What is not there, as the ledger of a repository that has not trained yet, has no ETag.
    const counted = entries.filter(({ billed, status }) => billed && status !== 404);
    if (notModified === 0 || counted.length > 0) {
      const calls = counted.map(({ status, path }) => `${String(status)} ${path}`);
      throw new Error(`the second look did not come from the cache:\n${said}${calls.join("\n")}`);
    }
    return `the bot looked at a repository where nothing had happened: ${String(entries.length)} questions, ${String(notModified)} answered with 304, in ${seconds.toFixed(1)} s`;
  } finally {
    await rm(folder, { recursive: true });
    await fake.close();
  }
}
