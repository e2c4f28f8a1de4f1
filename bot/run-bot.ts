import type { Probot } from "probot";
import { createProbot } from "../app/create-probot.ts";
import { readSettings, type Settings } from "../app/settings.ts";
import { createWorker } from "../app/worker.ts";
import { conditionalFetch, type FetchCounts } from "../src/github/conditional-fetch.ts";
import { openEtagStore } from "../src/github/etag-store.ts";
import { type InstalledRepository, readInstalledRepository } from "../src/github/installations.ts";
import { mayKeepAnswer } from "../src/github/may-keep-answer.ts";
import type { Octokit } from "../src/github/octokit.ts";
import { createPackageReader } from "../src/oci/create-package-reader.ts";
import type { AnswerCache } from "./answer-cache.ts";
import { type ConnectedBot, connectBot } from "./connect-bot.ts";
import { doWork } from "./do-work.ts";
import { type BotCredentials, readCredentials } from "./inputs.ts";
import { planRun, type RunPlan } from "./plan-run.ts";
import { watchOwnBranches } from "./watch-own-branches.ts";
import { readWorkflowEvent, type WorkflowEvent, workflowFileOf } from "./workflow-event.ts";

export interface BotDoor {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
  readonly openCache: (runKey: string) => AnswerCache;
  /** Keeps what the work prints from being taken for commands of the workflow. */
  /** Milliseconds since 1970; the machine's clock if not given. */
  readonly now?: (() => number) | undefined;
  readonly withoutCommands: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** What one workflow run of the bot came to. */
export interface BotResult {
  readonly plan: RunPlan["kind"];
  /** For whoever reads the workflow run. */
  readonly notice: string | undefined;
  readonly counts: FetchCounts;
  /** Pieces of work that failed, or that still waited for GitHub when the time was up. The next sweep finds them. */
  readonly failures: number;
}

/** Everything that carrying out a plan needs. */
export interface BotRun {
  readonly probot: Probot;
  readonly bot: ConnectedBot;
  /** Works on the repository. */
  readonly octokit: Octokit;
  readonly event: WorkflowEvent;
  readonly repository: InstalledRepository;
}

/**
 * The App for one workflow run: does what the event asks for, and everything that follows from it.
 *
 * @throws `INPUT_INVALID` and `GITHUB_REFUSED`, with the way out.
 */
export async function runBot({ env, readFile, openCache, withoutCommands, now }: BotDoor): Promise<BotResult> {
  const event = readWorkflowEvent(env, readFile);
  const credentials = readCredentials(env);
  const settings = readSettings(settingsOf(env), readFile);
  const cache = openCache(event.runKey);
  const store = openEtagStore(await cache.restore());
  const apiUrl = settings.apiUrl ?? "https://api.github.com";
  const mayKeep = mayKeepAnswer(apiUrl, event.repository, { seesOthers: credentials.kind === "app" });
  const { fetch, counts } = conditionalFetch({ store, apiUrl, mayKeep });
  const done = await withoutCommands(() => work({ event, credentials, settings, fetch, now }));
  // What a workflow run of another branch keeps, only its own branch sees.
  if (store.isChanged() && event.ref === `refs/heads/${done.defaultBranch}`) await cache.save(store.serialize());
  const { plan, failures } = done;
  return { plan: plan.kind, notice: plan.kind === "leave" ? plan.notice : undefined, counts: counts(), failures };
}

interface Wanted {
  readonly event: WorkflowEvent;
  readonly credentials: BotCredentials;
  readonly settings: Settings;
  readonly fetch: typeof globalThis.fetch;
  readonly now: BotDoor["now"];
}

async function work({ event, credentials, settings, fetch: ask, now }: Wanted): Promise<{
  readonly plan: RunPlan;
  readonly defaultBranch: string;
  readonly failures: number;
}> {
  const { fetch, ownBranchesMoved } = watchOwnBranches(ask);
  const auth = credentials.kind === "app" ? credentials.credentials : { token: credentials.token };
  const probot = await createProbot({ ...settings, auth, fetch });
  const verifies = event.name !== "schedule";
  const bot = await connectBot(probot, { credentials, repository: event.repository, verifies });
  const octokit = await bot.connect(bot.installation);
  const repository = await readInstalledRepository(octokit, event.repository);
  const { defaultBranch } = repository;
  const plan = planRun(event, credentials.kind, defaultBranch);
  const run: BotRun = { probot, bot, octokit, event, repository };
  if (plan.kind === "leave") return { plan, defaultBranch, failures: 0 };
  if (plan.kind === "hand-over") {
    await handOver(run, plan.number);
    return { plan, defaultBranch, failures: 0 };
  }
  const worker = await createWorker({ ...bot, probot, now, packages: createPackageReader(settings.packages) });
  return { plan, defaultBranch, failures: await doWork(plan, run, { worker, ownBranchesMoved }) };
}

/** The server's settings, without its credentials and ports. */
function settingsOf(env: BotDoor["env"]): BotDoor["env"] {
  const { GITHUB_API_URL, LOG_LEVEL, PAWL_REGISTRIES, PAWL_WRITE_GAP_MS, DOCKER_CONFIG, HOME } = env;
  return { GITHUB_API_URL, LOG_LEVEL, PAWL_REGISTRIES, PAWL_WRITE_GAP_MS, DOCKER_CONFIG, HOME };
}

/** A dispatch is the one thing that a job's own token can start a workflow with. */
async function handOver({ octokit, event, repository }: BotRun, number: number): Promise<void> {
  const { owner, repo, defaultBranch } = repository;
  await octokit.rest.actions.createWorkflowDispatch({
    owner,
    repo,
    workflow_id: workflowFileOf(event),
    ref: defaultBranch,
    inputs: { "pull-request": String(number) },
  });
}
