import { LEDGER_BRANCH } from "../src/core/evidence/ledger-index.ts";
import { type Monitoring, monitoringPath, type Window } from "../src/core/monitoring/monitoring.ts";
import { parseMonitoring, parseRetraining } from "../src/core/monitoring/monitoring-documents.ts";
import { dataIncidentMarker } from "../src/core/retraining/render-data-incident.ts";
import { type Retraining, retrainingBranch, retrainingPath } from "../src/core/retraining/retraining.ts";
import { readFileAt } from "../src/github/contents.ts";
import { EXAMPLE_MODEL, type OpenedPull } from "./experiment.ts";
import type { Sandbox } from "./start-sandbox.ts";
import { waitInSandbox } from "./wait-in-sandbox.ts";

/** The example's dataset, as its configuration names it. */
export const EXAMPLE_DATASET = "flights";

const CHECK_SECONDS = 240;
const REACTION_SECONDS = 60;
const PULL_SECONDS = 120;
const TRAINING_SECONDS = 600;

/** What the ledger has of the model's checks; undefined before the first. */
export async function readSandboxMonitoring({ octokit, repository }: Sandbox): Promise<Monitoring | undefined> {
  const path = monitoringPath(EXAMPLE_MODEL);
  const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
  return bytes === undefined ? undefined : parseMonitoring(bytes, path);
}

/** What the ledger has of the model's retrainings; undefined before the first. */
export async function readSandboxRetraining({ octokit, repository }: Sandbox): Promise<Retraining | undefined> {
  const path = retrainingPath(EXAMPLE_MODEL);
  const bytes = await readFileAt(octokit, repository, path, LEDGER_BRANCH);
  return bytes === undefined ? undefined : parseRetraining(bytes, path);
}

/** Opens the issue in which the owner asks for checks, and gives its number. */
export async function openChecksIssue({ octokit, repository }: Sandbox): Promise<number> {
  const { data } = await octokit.rest.issues.create({ ...repository, title: "Deliveries", body: "A week at a time." });
  return data.number;
}

/** Asks for a check as the owner would, with `/pawl check` in a comment, and waits for what it found. */
export async function checkDrift(sandbox: Sandbox, issue: number): Promise<Window> {
  const { octokit, repository } = sandbox;
  const before = (await readSandboxMonitoring(sandbox))?.windows.length ?? 0;
  await octokit.rest.issues.createComment({ ...repository, issue_number: issue, body: "/pawl check" });
  return waitInSandbox(sandbox, {
    what: "the result of the drift check",
    seconds: CHECK_SECONDS,
    look: async () => {
      const windows = (await readSandboxMonitoring(sandbox))?.windows ?? [];
      return windows.length > before ? windows[0] : undefined;
    },
  });
}

/** The App's issue about the feed, as it is now; undefined where there never was one. */
export async function readIncident({ octokit, repository, app }: Sandbox) {
  const wish = { ...repository, creator: app.botLogin, state: "all" } as const;
  const { data } = await octokit.rest.issues.listForRepo(wish);
  const marker = dataIncidentMarker(EXAMPLE_MODEL, EXAMPLE_DATASET);
  const issue = data.find(({ body, pull_request }) => pull_request === undefined && body?.startsWith(marker) === true);
  return issue === undefined
    ? undefined
    : { number: issue.number, state: issue.state, title: issue.title, body: issue.body ?? "", url: issue.html_url };
}

/** Waits until the App's issue about the feed is open, or closed. */
export async function waitForIncident(sandbox: Sandbox, state: "open" | "closed") {
  return waitInSandbox(sandbox, {
    what: `the data incident to be ${state}`,
    seconds: REACTION_SECONDS,
    look: async () => {
      const found = await readIncident(sandbox);
      return found?.state === state ? found : undefined;
    },
  });
}

/** Every pull request that ever came from the retraining branch. */
export async function listRetrainingPulls({ octokit, repository }: Sandbox) {
  const head = `${repository.owner}:${retrainingBranch(EXAMPLE_MODEL)}`;
  return (await octokit.rest.pulls.list({ ...repository, head, state: "all" })).data;
}

/** Waits for the App's retraining pull request. */
export async function waitForRetrainingPull(sandbox: Sandbox): Promise<OpenedPull & { readonly body: string }> {
  return waitInSandbox(sandbox, {
    what: "the retraining pull request",
    seconds: PULL_SECONDS,
    look: async () => {
      const [pull] = await listRetrainingPulls(sandbox);
      if (pull === undefined) return undefined;
      return { pull: pull.number, headSha: pull.head.sha, url: pull.html_url, body: pull.body ?? "" };
    },
  });
}

/** Waits until the training of the retraining pull request has succeeded. @throws Error where it ended otherwise */
export async function waitForRetrained(sandbox: Sandbox): Promise<void> {
  const run = await waitInSandbox(sandbox, {
    what: "the training on the retraining branch",
    seconds: TRAINING_SECONDS,
    look: async () => {
      const last = (await readSandboxRetraining(sandbox))?.records[0]?.runs[0];
      return last === undefined || last.outcome === "running" ? undefined : last;
    },
  });
  if (run.outcome !== "succeeded") throw new Error(`the retraining ended as ${run.outcome}: ${run.reason ?? ""}`);
}
