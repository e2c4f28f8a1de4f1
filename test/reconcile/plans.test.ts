import { describe, expect, it } from "vitest";
import { parseProjectConfig } from "../../src/core/config/parse-project-config.ts";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { toStatement } from "../../src/core/evidence/statement.ts";
import type { WorkflowRun } from "../../src/github/workflow-runs.ts";
import { parseCommandLine } from "../../src/reconcile/commands/parse-command-line.ts";
import { planBaseline } from "../../src/reconcile/find-baseline.ts";
import { type DocumentToKeep, planLedgerCommit, toLedgerEntry } from "../../src/reconcile/plan-ledger-commit.ts";
import { parseStart, planStart } from "../../src/reconcile/plan-start-command.ts";
import { judgeConfig } from "../../src/reconcile/read-config-facts.ts";
import { refusedOfModel } from "../../src/reconcile/refused-places.ts";
import { pullRequestOfMergeGroup } from "../../src/reconcile/report-merge-group.ts";
import { planSweep } from "../../src/reconcile/sweep-repository.ts";
import { planComment } from "../../src/reconcile/upsert-comment.ts";
import { BASE, buildIdentity, buildRun, HEAD } from "../core/evidence/build-evidence.ts";

const AT = "2026-11-25T12:00:00Z";
const WORKFLOW_RUN: WorkflowRun = {
  id: 5700,
  number: 57,
  attempt: 1,
  url: "https://github.example/acme/flights/actions/runs/5700",
  event: "pull_request",
  status: "completed",
  conclusion: "success",
  headSha: HEAD,
  headBranch: "try",
  path: ".github/workflows/train.yml",
  title: "train",
  startedAt: AT,
  createdAt: AT,
  updatedAt: AT,
  actor: "ana",
  fork: false,
  head: "acme:try",
};

function toKeep(digest = "a".repeat(64), run = buildRun()): DocumentToKeep {
  const document = {
    statement: toStatement(run),
    bytes: Buffer.from("{}"),
    digest,
    artifactName: "pawl-run-late-flights",
  };
  return { document, workflowRun: WORKFLOW_RUN, defaultBranch: false, pullRequest: 12 };
}

describe("a commit to the ledger", () => {
  it("adds the document and its model's index, with the head commit in both", () => {
    const plan = planLedgerCommit([toKeep()], new Map(), AT);
    expect(plan?.files.map(({ path }) => path)).toEqual([
      "evidence/late-flights/2026-11/run-5700-1.json",
      "models/late-flights/index.json",
    ]);
    expect(plan?.indexes.get("late-flights")?.entries[0]).toMatchObject({
      commit: HEAD,
      pullRequest: 12,
      onDefaultBranch: false,
    });
  });

  it("is nothing where the ledger has the document, in whatever month it was accepted", () => {
    const indexes = planLedgerCommit([toKeep()], new Map(), "2026-10-31T23:59:59Z")?.indexes ?? new Map();
    expect(planLedgerCommit([toKeep()], indexes, AT)).toBeUndefined();
  });

  it("never replaces a document: the first of an attempt stays", () => {
    const indexes = planLedgerCommit([toKeep()], new Map(), AT)?.indexes ?? new Map();
    const plan = planLedgerCommit([toKeep("b".repeat(64))], indexes, AT);
    expect(plan?.files).toEqual([]);
    expect(plan?.late).toHaveLength(1);
  });
});

describe("a sweep", () => {
  const at = (minutes: number) => new Date(Date.parse(AT) + minutes * 60_000).toISOString();
  const sweep = (handled: Map<string, string>, minutes: number, kept: readonly string[] = []) =>
    planSweep([], [WORKFLOW_RUN], new Set(kept), { handled, now: at(minutes) }).commits;

  it("looks again, for an hour, at a completed workflow run whose artifacts were not listed yet", () => {
    const handled = new Map<string, string>();
    expect([0, 10, 59].map((minutes) => sweep(handled, minutes))).toEqual([[HEAD], [HEAD], [HEAD]]);
    expect(sweep(handled, 60)).toEqual([]);
  });

  it("does not look again at one whose evidence is kept", () => {
    expect(sweep(new Map(), 0, ["5700/1"])).toEqual([]);
  });
});

describe("the baseline", () => {
  const entry = (overrides: Partial<LedgerEntry>): LedgerEntry => ({
    ...toLedgerEntry({ ...toKeep(), pullRequest: undefined }, AT),
    workflowRun: { id: 1, number: 1, attempt: 1, event: "push" },
    branch: "main",
    onDefaultBranch: true,
    ...overrides,
  });
  const question = { mergeBase: BASE, baseRef: "main", headSha: HEAD };
  const OLD = "c".repeat(40);
  it.each`
    what                                              | entries                                              | commits
    ${"the merge base's own run"}                     | ${[entry({ commit: OLD }), entry({ commit: BASE })]} | ${[BASE, OLD]}
    ${"an earlier run of the base branch"}            | ${[entry({ commit: OLD })]}                          | ${[OLD]}
    ${"not a failed run"}                             | ${[entry({ commit: BASE, outcome: "failed" })]}      | ${[]}
    ${"not a pull request's run of that branch name"} | ${[entry({ commit: OLD, pullRequest: 3 })]}          | ${[]}
    ${"not another branch's run"}                     | ${[entry({ commit: OLD, branch: "develop" })]}       | ${[]}
    ${"not the head itself"}                          | ${[entry({ commit: HEAD })]}                         | ${[]}
  `("is $what", ({ entries, commits }) => {
    expect(planBaseline(entries, question).map(({ commit }) => commit)).toEqual(commits);
  });
});

it("the baseline of a matrix has the newest documents of each key, an evaluation with its own run", () => {
  const of = (id: number, key: string, kind: "run" | "evaluation"): LedgerEntry => ({
    ...toLedgerEntry({ ...toKeep(), pullRequest: undefined }, AT),
    workflowRun: { id, number: id, attempt: 1, event: "push" },
    commit: BASE,
    branch: "main",
    kind,
    key,
  });
  const entries = [of(1, "a", "run"), of(1, "a", "evaluation"), of(2, "a", "run"), of(2, "a", "evaluation")];
  const [found] = planBaseline([...entries, of(1, "b", "run")], { mergeBase: BASE, baseRef: "main", headSha: HEAD });
  const ids = found?.keyed.map(({ key, run, evaluation }) => [key, run?.workflowRun.id, evaluation?.workflowRun.id]);
  expect(ids).toEqual([
    ["a", 2, 2],
    ["b", 1, undefined],
  ]);
});

describe("configuration", () => {
  const GOOD = "models:\n  a:\n    paths: [a.py]\n    primary-metric: roc-auc\n";
  const BAD = "models: 1\n";
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text));
  it.each`
    base         | head         | kind         | inForce
    ${GOOD}      | ${undefined} | ${"valid"}   | ${true}
    ${GOOD}      | ${BAD}       | ${"valid"}   | ${true}
    ${undefined} | ${GOOD}      | ${"preview"} | ${false}
    ${undefined} | ${BAD}       | ${"invalid"} | ${false}
    ${undefined} | ${undefined} | ${"absent"}  | ${false}
    ${BAD}       | ${undefined} | ${"invalid"} | ${false}
    ${BAD}       | ${GOOD}      | ${"preview"} | ${false}
  `("base $base, head $head → $kind", ({ base, head, kind, inForce }) => {
    const judged = judgeConfig(bytes(base), bytes(head));
    expect(judged.config.kind).toBe(kind);
    expect(judged.inForce !== undefined).toBe(inForce);
  });
});

it("a configuration that is not UTF-8 is said to be broken, not read with other characters", () => {
  const { config } = judgeConfig(Buffer.from("models: {}  # caf\xe9\n", "latin1"), undefined);
  expect(config).toMatchObject({ kind: "invalid", on: "base", issues: [{ message: expect.stringMatching(/UTF-8/) }] });
});

describe("commands", () => {
  it.each`
    body                             | line
    ${"/pawl train"}                 | ${{ name: "train", words: [], rest: "" }}
    ${"  /pawl train fraud\nplease"} | ${{ name: "train", words: ["fraud"], rest: "fraud" }}
    ${"/pawl break-glass it  burns"} | ${{ name: "break-glass", words: ["it", "burns"], rest: "it  burns" }}
    ${"/pawl"}                       | ${{ name: "", words: [], rest: "" }}
    ${"I would say /pawl train"}     | ${undefined}
    ${"> /pawl train"}               | ${undefined}
    ${"/pawltrain"}                  | ${undefined}
    ${""}                            | ${undefined}
  `("$body → $line", ({ body, line }) => {
    expect(parseCommandLine(body)).toEqual(line);
  });

  it.each`
    kind          | words         | command
    ${"train"}    | ${[]}         | ${{ kind: "train", model: undefined }}
    ${"train"}    | ${["fraud"]}  | ${{ kind: "train", model: "fraud" }}
    ${"validate"} | ${["a"]}      | ${{ kind: "validate", dataset: "a" }}
    ${"train"}    | ${["a", "b"]} | ${undefined}
  `("$kind $words starts $command", ({ kind, words, command }) => {
    expect(parseStart(kind, words)).toEqual(command);
  });

  const parsed = parseProjectConfig(
    "models:\n  a:\n    paths: [a.py]\n    primary-metric: roc-auc\n    workflow: a.yml\n    data: [{ name: d, path: d.csv, workflow: d.yml }]\n",
  );
  const project = "project" in parsed ? parsed.project : undefined;
  const nameless = { staleAfterDays: 14, models: (project?.models ?? []).map((model) => ({ ...model, data: [] })) };
  const question = {
    command: { kind: "train", model: undefined },
    open: true,
    fork: false,
    headSha: HEAD,
    project,
    touched: project?.models ?? [],
    changedFiles: ["a.py"],
  } as const;
  const validate = (dataset?: string) => ({ kind: "validate", dataset });
  it.each`
    what                                  | change                                                     | plan
    ${"the touched model"}                | ${{}}                                                      | ${{ kind: "dispatch", workflows: ["a.yml"] }}
    ${"a named model"}                    | ${{ command: { kind: "train", model: "a" }, touched: [] }} | ${{ kind: "dispatch", workflows: ["a.yml"] }}
    ${"no model"}                         | ${{ touched: [] }}                                         | ${{ kind: "answer" }}
    ${"a fork"}                           | ${{ fork: true }}                                          | ${{ kind: "answer" }}
    ${"a closed pull request"}            | ${{ open: false }}                                         | ${{ kind: "answer" }}
    ${"no configuration"}                 | ${{ project: undefined }}                                  | ${{ kind: "answer" }}
    ${"the touched dataset"}              | ${{ command: validate(), changedFiles: ["d.csv.dvc"] }}    | ${{ kind: "dispatch", workflows: ["d.yml"] }}
    ${"a named dataset"}                  | ${{ command: validate("d") }}                              | ${{ kind: "dispatch", workflows: ["d.yml"] }}
    ${"no dataset"}                       | ${{ command: validate() }}                                 | ${{ kind: "answer", text: expect.stringMatching(/touches no dataset.*`d`/) }}
    ${"a dataset that does not exist"}    | ${{ command: validate("e") }}                              | ${{ kind: "answer", text: expect.stringMatching(/no dataset of that name/) }}
    ${"a configuration without datasets"} | ${{ command: validate(), project: nameless }}              | ${{ kind: "answer", text: expect.stringMatching(/none to validate/) }}
    ${"validating a fork's data"}         | ${{ command: validate("d"), fork: true }}                  | ${{ kind: "answer" }}
  `("$what → $plan.kind", ({ change, plan }) => {
    expect(planStart({ ...question, ...change })).toMatchObject(plan);
  });
});

it.each`
  own                                                 | plan
  ${[]}                                               | ${{ create: true, edit: undefined, remove: [] }}
  ${[{ id: 1, body: "new" }]}                         | ${{ create: false, edit: undefined, remove: [] }}
  ${[{ id: 1, body: "new\r\n" }]}                     | ${{ create: false, edit: undefined, remove: [] }}
  ${[{ id: 1, body: "old" }]}                         | ${{ create: false, edit: 1, remove: [] }}
  ${[{ id: 1, body: "old" }, { id: 2, body: "new" }]} | ${{ create: false, edit: 1, remove: [2] }}
`("comments $own → $plan", ({ own, plan }) => {
  expect(planComment(own, "new")).toEqual(plan);
});

it.each`
  headRef                                                 | number
  ${`refs/heads/gh-readonly-queue/main/pr-12-${HEAD}`}    | ${12}
  ${"refs/heads/gh-readonly-queue/release/1.x/pr-7-abc1"} | ${7}
  ${"refs/heads/main"}                                    | ${undefined}
`("merge group $headRef is of $number", ({ headRef, number }) => {
  expect(pullRequestOfMergeGroup(headRef)).toBe(number);
});

it("a refused artifact is named by the model with the longest fitting name, or else by the first", () => {
  const refusal = (artifact: string) => ({ artifact, reason: "no", workflowRunUrl: "" });
  const refused = [refusal("pawl-run-fraud-eu"), refusal("pawl-run-fraud"), refusal("pawl-run-typo")];
  const of = (model: string) =>
    refusedOfModel(refused, model, { models: ["fraud", "fraud-eu"], datasets: [] }).map(({ artifact }) => artifact);
  expect(of("fraud")).toEqual(["pawl-run-fraud", "pawl-run-typo"]);
  expect(of("fraud-eu")).toEqual(["pawl-run-fraud-eu"]);
});

it("the identity of the document, not of the test, is used", () => {
  expect(
    toLedgerEntry(toKeep("a".repeat(64), buildRun({ identity: buildIdentity({ commit: BASE }) })), AT).commit,
  ).toBe(BASE);
});
