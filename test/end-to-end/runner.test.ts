import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Octokit } from "@octokit/rest";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ensureBundle } from "../../sandbox/ensure-bundle.ts";
import { type FakeGitHub, startFakeGitHub } from "../../sandbox/github/start-fake-github.ts";
import { prepareMachine } from "../../sandbox/prepare-machine.ts";
import { type Runner, type RunnerEvent, startRunner } from "../../sandbox/runner/start-runner.ts";
import { ROOT } from "../../sandbox/start-sandbox.ts";
import { waitFor } from "../../sandbox/wait-for.ts";
import { canRunSandbox, preparePythonFolder } from "./prepare.ts";

const UPLOAD = "actions/upload-artifact@043fb46d1a93c77aae656e7c1c64a875d1fc6a0a";
const CACHE = "27d5ce7f107fe9357f9df03efb73ab90386fccae";

const KINDS = `
name: kinds
on: pull_request
jobs:
  make:
    name: make things
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1
      - run: |
          echo "sha $GITHUB_SHA parents $(git cat-file -p HEAD | grep -c ^parent) event $(node -p 'require(process.env.GITHUB_EVENT_PATH).pull_request.number')"
          echo "\${LEAKED:-nothing leaks}"
          mkdir -p out/deep && echo one > out/one.txt && echo two > out/deep/two.txt
      - id: first
        uses: actions/cache/restore@${CACHE}
        with: { path: out, key: things-1 }
      - run: echo "hit '\${{ steps.first.outputs.cache-hit }}'"
      - uses: actions/cache/save@${CACHE}
        with: { path: out, key: things-1 }
      - run: rm -r out
      - id: second
        uses: actions/cache/restore@${CACHE}
        with: { path: out, key: things-2, restore-keys: things- }
      - run: echo "matched '\${{ steps.second.outputs.cache-matched-key }}' $(cat out/deep/two.txt)"
      - uses: ${UPLOAD}
        with: { name: things, path: out, if-no-files-found: error }
      - uses: ${UPLOAD}
        with: { name: things, path: out/one.txt, overwrite: true }
  never:
    if: \${{ false }}
    runs-on: ubuntu-latest
    steps: [{ run: "true" }]
  nowhere:
    runs-on: [windows-latest]
    steps: [{ run: "true" }]
`;

const LONG = `
name: long
on: workflow_dispatch
jobs:
  wait:
    runs-on: [self-hosted, gpu]
    steps:
      - run: setsid sleep 600 & echo started; sleep 600
`;

describe.skipIf(!canRunSandbox())("the runner", () => {
  let github: FakeGitHub;
  let runner: Runner;
  let octokit: Octokit;
  let workFolder = "";
  const events: RunnerEvent[] = [];
  const repository = { owner: "ana", repo: "things" };
  const name = "ana/things";

  beforeAll(async () => {
    process.env["LEAKED"] = "the environment leaks";
    workFolder = await mkdtemp(join(tmpdir(), "pawl-runner-"));
    await ensureBundle(ROOT);
    const machine = await prepareMachine({
      root: ROOT,
      workFolder,
      pythonFolder: await preparePythonFolder(),
      registry: "127.0.0.1:1",
      servingPort: 1,
    });
    github = await startFakeGitHub({ validate: true });
    const { control, url } = github;
    const { token } = await control.createUser({ login: "ana" });
    const files = { "README.md": "Things.\n", ".github/workflows/long.yml": LONG };
    await control.createRepository({ ...repository, name: repository.repo, files });
    octokit = new Octokit({ auth: token, baseUrl: `${url}/api/v3` });
    const urls = { server: url, api: `${url}/api/v3`, graphql: `${url}/api/graphql` };
    runner = startRunner({ control, machine, urls, onEvent: (event) => events.push(event) });
  });
  afterAll(async () => {
    delete process.env["LEAKED"];
    await runner?.close();
    await github?.close();
    await rm(workFolder, { recursive: true, force: true });
  });

  async function completed(workflow: string) {
    return waitFor({
      what: `the end of ${workflow}`,
      seconds: 120,
      look: async () => events.find((event) => event.kind === "completed" && event.run.workflowName === workflow),
    });
  }

  it("runs a pull request's test merge, with caches and artifacts, and says of each job how it ended", async () => {
    const { control } = github;
    const change = { repository: name, branch: "try", author: "ana", message: "Try" };
    await control.commitFiles({ ...change, files: { ".github/workflows/kinds.yml": KINDS } });
    const { number } = await control.openPull({ repository: name, head: "try", title: "Try", author: "ana" });
    const event = await completed("kinds");
    if (event.kind !== "completed") throw new Error("not reached");
    const log = event.jobs.find(({ id }) => id === "make")?.log ?? [];
    const said = log.filter((line) => /^(sha|nothing|hit|matched|the env)/.test(line));
    expect(said).toEqual([
      `sha ${event.run.checkoutSha} parents 2 event ${String(number)}`,
      "nothing leaks",
      "hit ''",
      "matched 'things-1' two",
    ]);
    expect(event.run.checkoutSha).not.toBe(event.run.headSha);

    const { data: jobs } = await octokit.rest.actions.listJobsForWorkflowRun({
      ...repository,
      run_id: event.run.runId,
    });
    expect(Object.fromEntries(jobs.jobs.map((job) => [job.name, job.conclusion]))).toEqual({
      "make things": "success",
      never: "skipped",
      nowhere: "failure",
    });
    expect(event.jobs.find(({ id }) => id === "nowhere")?.log.join()).toContain('label "windows-latest"');

    const { data } = await octokit.rest.actions.listWorkflowRunArtifacts({ ...repository, run_id: event.run.runId });
    expect(data.artifacts.map((artifact) => artifact.name)).toEqual(["things"]);
    expect(data.artifacts[0]?.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(github.violations).toEqual([]);
  });

  it("cancels a workflow run when somebody does so on GitHub, and leaves no process of it behind", async () => {
    await octokit.rest.actions.createWorkflowDispatch({ ...repository, workflow_id: "long.yml", ref: "main" });
    const run = await waitFor({
      what: "the job to have started",
      seconds: 60,
      look: async () =>
        events.find(
          (event) => event.kind === "progress" && event.progress.kind === "output" && event.progress.line === "started",
        ),
    });
    const before = await findProcesses(workFolder);
    expect(before).toBeGreaterThanOrEqual(2);
    await octokit.rest.actions.cancelWorkflowRun({ ...repository, run_id: run.run.runId });
    const event = await completed("long");
    expect(event).toMatchObject({ kind: "completed", conclusion: "cancelled" });
    expect(await findProcesses(workFolder)).toBe(0);
  });
});

/** How many `sleep 600` on this machine have a home below the folder. */
async function findProcesses(folder: string): Promise<number> {
  const pids = (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry));
  const found = await Promise.all(
    pids.map(async (pid) => {
      try {
        const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
        return command === "sleep\u0000600\u0000" && (await readFile(`/proc/${pid}/environ`, "utf8")).includes(folder);
      } catch {
        return false;
      }
    }),
  );
  return found.filter(Boolean).length;
}
