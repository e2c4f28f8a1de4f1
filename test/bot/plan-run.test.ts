import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { BOT_EVENTS } from "../../bot/bot-events.ts";
import { readCredentials } from "../../bot/inputs.ts";
import { planRun } from "../../bot/plan-run.ts";
import { readWorkflowEvent, type WorkflowEvent, workflowFileOf } from "../../bot/workflow-event.ts";
import { strangersKey } from "../support/app-on-fake-github.ts";

const FILE = "acme/flights/.github/workflows/pawl-bot.yml";
const MAIN = "refs/heads/main";

function event(name: string, over: Partial<WorkflowEvent> = {}): WorkflowEvent {
  const ref = over.ref ?? MAIN;
  return {
    name,
    payload: {},
    repository: { owner: "acme", repo: "flights" },
    ref,
    workflowRef: `${FILE}@${ref}`,
    runKey: "7-1",
    ...over,
  };
}

const pull = (from: string | null) => ({
  pull_request: { number: 7, head: { repo: from === null ? null : { full_name: from } } },
});
const OF_PULL = { ref: "refs/pull/7/merge", payload: pull("acme/flights") };

describe("what a workflow run of the bot is for", () => {
  it.each<[string, Parameters<typeof planRun>[1], WorkflowEvent, ReturnType<typeof planRun>]>([
    ["a schedule", "job", event("schedule"), { kind: "sweep" }],
    ["a schedule of an App", "app", event("schedule"), { kind: "sweep" }],
    ["the end of a workflow run", "job", event("workflow_run"), { kind: "event" }],
    ["a comment", "app", event("issue_comment"), { kind: "event" }],
    ["a pull request", "job", event("pull_request", OF_PULL), { kind: "event" }],
    ["a review", "job", event("pull_request_review", OF_PULL), { kind: "event" }],
    [
      "a pull request where there is an App",
      "messenger",
      event("pull_request", OF_PULL),
      { kind: "hand-over", number: 7 },
    ],
    [
      "a review where there is an App",
      "messenger",
      event("pull_request_review", OF_PULL),
      { kind: "hand-over", number: 7 },
    ],
    ["a person", "job", event("workflow_dispatch"), { kind: "sweep" }],
    [
      "an empty input",
      "app",
      event("workflow_dispatch", { payload: { inputs: { "pull-request": "" } } }),
      { kind: "sweep" },
    ],
    [
      "a person who names a pull request",
      "app",
      event("workflow_dispatch", { payload: { inputs: { "pull-request": "12" } } }),
      { kind: "pull-request", number: 12 },
    ],
  ])("%s", (_name, kind, given, plan) => {
    expect(planRun(given, kind, "main")).toEqual(plan);
  });

  it.each([
    ["a fork", "mallory/flights"],
    ["a fork that was deleted", null],
  ])("leaves a pull request of %s to its workflow runs' ends and the schedule, and says so", (_name, from) => {
    for (const kind of ["job", "messenger"] as const) {
      const plan = planRun(event("pull_request", { ...OF_PULL, payload: pull(from) }), kind, "main");
      expect(plan).toEqual({ kind: "leave", notice: expect.stringContaining("comes from a fork") });
    }
  });

  it.each<[string, Parameters<typeof planRun>[1], WorkflowEvent, string]>([
    ["pull_request_target", "job", event("pull_request_target", OF_PULL), "pull_request_target"],
    ["an event that it has no use for", "job", event("watch"), "no use for the event watch"],
    ["a name that every object has", "job", event("constructor"), "no use for the event"],
    ["a job that lacks the key", "messenger", event("schedule"), "private-key is empty"],
    [
      "a number that is none",
      "job",
      event("workflow_dispatch", { payload: { inputs: { "pull-request": "1; rm" } } }),
      "no number",
    ],
  ])("refuses %s", (_name, kind, given, message) => {
    expect(() => planRun(given, kind, "main")).toThrow(message);
  });
});

describe("attack: the App's key is used for code that nobody reviewed", () => {
  it.each<[string, WorkflowEvent]>([
    ["a pull request's test merge", event("pull_request", OF_PULL)],
    ["a review of one", event("pull_request_review", OF_PULL)],
    ["a push to another branch", event("push", { ref: "refs/heads/try" })],
    ["a dispatch on another branch", event("workflow_dispatch", { ref: "refs/heads/try" })],
    ["a tag that is called like the default branch", event("push", { ref: "refs/tags/main" })],
    ["a branch that begins like the default branch", event("push", { ref: "refs/heads/main2" })],
    ["a merge queue's trial", event("merge_group", { ref: "refs/heads/gh-readonly-queue/main/pr-7" })],
    ["the default branch by a workflow of another ref", event("push", { workflowRef: `${FILE}@refs/heads/try` })],
  ])("%s is refused", (_name, given) => {
    expect(() => planRun(given, "app", "main")).toThrow("is used by the workflow of main alone");
  });
});

describe("credentials", () => {
  const env = (inputs: Record<string, string>) =>
    Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));

  it.each<[Record<string, string>, string]>([
    [{ "github-token": "ghs_1" }, "job"],
    [{ "github-token": "ghs_1", "app-id": " ", "private-key": "" }, "job"],
    [{ "github-token": "ghs_1", "app-id": "12" }, "messenger"],
    [{ "github-token": "ghs_1", "app-id": "12", "private-key": strangersKey() }, "app"],
  ])("%# are of a kind", (inputs, kind) => {
    expect(readCredentials(env(inputs)).kind).toBe(kind);
  });

  it.each([
    ["a person's token", { "github-token": "ghp_1" }, "a person's token"],
    ["a person's new token", { "github-token": "github_pat_1" }, "a person's token"],
    ["no token at all", {}, "github-token is empty"],
    ["a key without its App", { "github-token": "ghs_1", "private-key": "x" }, "app-id is not set"],
    ["an App by its name", { "app-id": "pawl", "private-key": "x" }, "app-id is not a number"],
    ["a key that is none", { "app-id": "12", "private-key": "x" }, "private-key is not a private key"],
  ])("refuses %s", (_name, inputs, message) => {
    expect(() => readCredentials(env(inputs))).toThrow(message);
  });
});

describe("the event", () => {
  const ENV = {
    GITHUB_REPOSITORY: "acme/flights",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: "event.json",
    GITHUB_REF: MAIN,
    GITHUB_WORKFLOW_REF: `${FILE}@${MAIN}`,
    GITHUB_RUN_ID: "7",
  };

  it("is what the runner says", () => {
    const read = readWorkflowEvent(ENV, (path) => JSON.stringify({ action: path }));
    expect(read).toMatchObject({ name: "push", payload: { action: "event.json" }, ref: MAIN, runKey: "7-1" });
    expect(workflowFileOf(read)).toBe("pawl-bot.yml");
  });

  it.each(Object.keys(ENV))("is not read without %s", (variable) => {
    expect(() => readWorkflowEvent({ ...ENV, [variable]: "" }, () => "{}")).toThrow(`${variable} is not set`);
  });

  it.each(["", "[]", '{"pull_request":{"number":"7"}}'])("is not %j", (text) => {
    expect(() => readWorkflowEvent(ENV, () => text)).toThrow("no event of GitHub's");
  });
});

it("docs/bot.md says of each event whose code runs", () => {
  const docs = readFileSync("docs/bot.md", "utf8");
  const rows = [...docs.matchAll(/^\| `(\w+)` \| (looks at \w+ ?\w* ?\w*) \| ([^|]+) \|/gm)];
  const said = Object.fromEntries(
    rows.map(([, name, does, code]) => [name, [does?.replace("looks", "look"), code?.trim()]]),
  );
  const known = Object.entries(BOT_EVENTS).map(([name, { does, code }]) => [name, [does, code]]);
  expect(said).toEqual(Object.fromEntries(known));
});
