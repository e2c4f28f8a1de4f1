import { describe, expect, it } from "vitest";
import { judgeRepository } from "../../../src/core/doctor/judge-repository.ts";
import { approvalsNeeded } from "../../../src/core/doctor/people-needed.ts";
import { readWorkflowFacts } from "../../../src/core/doctor/read-workflow-facts.ts";
import { formatFindings, renderFindings } from "../../../src/core/doctor/render-findings.ts";
import type { RepositoryFacts } from "../../../src/core/doctor/repository-facts.ts";
import type { GateNode } from "../../../src/core/gate/gate-node.ts";

const APPROVAL: GateNode = { kind: "rule", rule: "approvals", options: { count: 1 } };
const METRIC: GateNode = { kind: "rule", rule: "metric", options: {} };
const known = <Value>(value: Value) => ({ kind: "known", value }) as const;
const UNKNOWN = { kind: "unknown", why: "GitHub shows it to administrators alone" } as const;
const WORKFLOW = {
  file: "deploy.yml",
  exists: true,
  dispatchable: true,
  keyed: true,
  undeclared: [],
  selfHosted: false,
  onPullRequests: false,
  secrets: [],
};

/** A repository with which nothing is wrong. */
const GOOD: RepositoryFacts = {
  repository: "acme/flights",
  serverUrl: "https://github.example",
  defaultBranch: "main",
  isPublic: true,
  ownerIsOrganization: true,
  app: { id: 7, slug: "pawl" },
  config: "valid",
  environments: [
    {
      model: "late-flights",
      environment: "production",
      gate: APPROVAL,
      rollbackGate: { kind: "all", nodes: [] },
      anybodyMayRollBack: true,
      workflow: "deploy.yml",
    },
  ],
  workflows: [WORKFLOW],
  requiredChecks: known([{ name: "pawl / promotion", appId: 7, place: "ruleset 3" }]),
  reviews: known({ approvals: 1, dismissesStale: true, codeOwners: false, lastPush: true }),
  bypass: known([]),
  forcePush: known(false),
  ledgerRules: known(["creation", "update", "deletion", "non_fast_forward"]),
  tagRules: known([{ patterns: ["refs/tags/*@v*", "refs/tags/*#*"], kinds: ["creation", "update", "deletion"] }]),
  workflowToken: known({ mayWrite: false, mayApprove: false }),
  secrets: known([]),
  plan: known("team"),
};

const open = (facts: Partial<RepositoryFacts>) =>
  judgeRepository({ ...GOOD, ...facts })
    .filter(({ level }) => level !== "good")
    .map(({ level, what }) => `${level}: ${what}`);

it("nothing is said against a repository with which nothing is wrong", () => {
  expect(open({})).toEqual([]);
});

describe("each finding says what is, why it matters and what to do", () => {
  const [environment] = GOOD.environments;
  if (environment === undefined) throw new Error("no environment");
  it.each<[string, Partial<RepositoryFacts>, string]>([
    [
      "a ledger that anybody may push to",
      { ledgerRules: known(["deletion"]) },
      "advice: whoever may write to the repository may push to the ledger, `pawl`",
    ],
    [
      "tags that anybody may move",
      { tagRules: known([{ patterns: ["refs/tags/*@v*"], kinds: ["update", "deletion"] }]) },
      "advice: whoever may write to the repository may move or delete tags of versions and promotions",
    ],
    ["no required check", { requiredChecks: known([]) }, "problem: `main` does not require `pawl / promotion`"],
    [
      "a check of any source",
      { requiredChecks: known([{ name: "pawl / promotion", appId: undefined, place: "branch protection" }]) },
      "problem: `main` requires `pawl / promotion`, but not of the App (branch protection: any source)",
    ],
    [
      "a check of -1, which is any source",
      { requiredChecks: known([{ name: "pawl / promotion", appId: -1, place: "branch protection" }]) },
      "problem: `main` requires `pawl / promotion`, but not of the App (branch protection: any source)",
    ],
    [
      "another App's check",
      { requiredChecks: known([{ name: "pawl / promotion", appId: 8, place: "ruleset 3" }]) },
      "problem: `main` requires `pawl / promotion`, but not of the App (ruleset 3: App 8)",
    ],
    [
      "checks that cannot be read",
      { requiredChecks: UNKNOWN },
      "unknown: Whether main requires `pawl / promotion` could not be read",
    ],
    [
      "stale approvals",
      { reviews: known({ approvals: 1, dismissesStale: false, codeOwners: false, lastPush: true }) },
      "advice: approvals stay when new commits are pushed",
    ],
    [
      "somebody may bypass",
      { bypass: known(["administrators (ruleset 3)"]) },
      "advice: administrators (ruleset 3) may merge past the rules",
    ],
    ["force pushes", { forcePush: known(true) }, "problem: `main` takes force pushes"],
    [
      "the Free plan",
      { isPublic: false, plan: known("free") },
      "problem: the repository is private and its owner has the Free plan",
    ],
    [
      "workflows that approve",
      { workflowToken: known({ mayWrite: false, mayApprove: true }) },
      "problem: workflows may approve pull requests",
    ],
    [
      "a writing token",
      { workflowToken: known({ mayWrite: true, mayApprove: false }) },
      "advice: the token of workflows may write by default",
    ],
    [
      "own machines for strangers",
      { workflows: [{ ...WORKFLOW, selfHosted: true, onPullRequests: true }] },
      "problem: `.github/workflows/deploy.yml` runs pull requests of a public repository on your own machines",
    ],
    [
      "a workflow that is not there",
      { workflows: [{ ...WORKFLOW, exists: false }] },
      "problem: `.github/workflows/deploy.yml` is named",
    ],
    [
      "a workflow that cannot be started",
      { workflows: [{ ...WORKFLOW, dispatchable: false }] },
      "problem: `.github/workflows/deploy.yml` cannot be started by the App",
    ],
    [
      "a workflow without a key",
      { workflows: [{ ...WORKFLOW, keyed: false }] },
      "problem: `.github/workflows/deploy.yml` has no input `pawl-key`",
    ],
    [
      "a drift workflow that GitHub would refuse the window of",
      { workflows: [{ ...WORKFLOW, undeclared: ["window-start", "window-end"] }] },
      "problem: `.github/workflows/deploy.yml` does not declare `window-start` and `window-end`",
    ],
    [
      "a missing secret",
      { workflows: [{ ...WORKFLOW, secrets: ["TOKEN", "GITHUB_TOKEN"] }] },
      "problem: `deploy.yml` uses the secret `TOKEN`, which is not set",
    ],
    ["no configuration", { config: "absent", environments: [] }, "problem: there is no `.github/pawl.yml`"],
    [
      "no gate",
      { environments: [{ ...environment, gate: undefined }] },
      "problem: `late-flights` in `production` has no gate",
    ],
    [
      "a gate without approvals",
      { environments: [{ ...environment, gate: METRIC }] },
      "advice: `late-flights` in `production` can be promoted without anybody's approval",
    ],
    [
      "a rollback by nobody",
      { environments: [{ ...environment, anybodyMayRollBack: false }] },
      "problem: nobody may ask for a rollback",
    ],
    [
      "a rollback of two",
      { environments: [{ ...environment, rollbackGate: APPROVAL }] },
      "advice: a rollback of `late-flights` in `production` needs 2 people",
    ],
    [
      "a rollback that never passes",
      { environments: [{ ...environment, rollbackGate: undefined }] },
      "problem: a rollback of `late-flights` in `production` can never be merged",
    ],
  ])("%s", (_name, facts, expected) => {
    const found = open(facts);
    expect(
      found.some((finding) => finding.startsWith(expected)),
      found.join("\n"),
    ).toBe(true);
    for (const { level, why, todo } of judgeRepository({ ...GOOD, ...facts })) {
      if (level !== "good") expect([why, todo].every((text) => text !== undefined && text !== "")).toBe(true);
    }
  });
});

it.each<[string, GateNode | undefined, number | undefined]>([
  ["no rules", undefined, undefined],
  ["one approval", APPROVAL, 1],
  ["no approval among the rules", { kind: "all", nodes: [METRIC] }, 0],
  [
    "the most of several that all hold",
    { kind: "all", nodes: [APPROVAL, { kind: "rule", rule: "approvals", options: { count: 3 } }] },
    3,
  ],
  [
    "the least of several of which one is enough",
    { kind: "any", nodes: [APPROVAL, { kind: "rule", rule: "break-glass", options: {} }] },
    0,
  ],
])("%s needs %s approvals", (_name, gate, expected) => {
  expect(approvalsNeeded(gate)).toBe(expected);
});

describe("a workflow file", () => {
  const facts = (text: string) => readWorkflowFacts("w.yml", Buffer.from(text), ["window-start"]);
  it.each([
    ["on: workflow_dispatch\n", { dispatchable: true, keyed: false }],
    ["on: [push, pull_request]\n", { dispatchable: false, onPullRequests: true }],
    ["on:\n  workflow_dispatch:\n    inputs:\n      pawl-key: {}\n", { keyed: true, undeclared: ["window-start"] }],
    ["on:\n  workflow_dispatch:\n    inputs: { window-start: {} }\n", { keyed: false, undeclared: [] }],
    ["on: push\njobs: { a: { runs-on: ubuntu-latest } }\n", { selfHosted: false }],
    ["on: push\njobs: { a: { runs-on: [self-hosted, gpu] } }\n", { selfHosted: true }],
    ["on: push\njobs: { a: { runs-on: { group: gpus, labels: big-gpu } } }\n", { selfHosted: true }],
    [`on: push\njobs: { a: { runs-on: '\${{ inputs.runner }}' } }\n`, { selfHosted: false }],
    [`on: push\nenv: { A: '\${{ secrets.TOKEN }}', B: '\${{ secrets.TOKEN }}' }\n`, { secrets: ["TOKEN"] }],
    ["on: [\n", { exists: true, dispatchable: false }],
  ])("%j", (text, expected) => {
    expect(facts(text)).toMatchObject(expected);
  });
});

it("findings are a page of Markdown and a page of text, the worst first", async () => {
  const findings = judgeRepository({ ...GOOD, requiredChecks: known([]), bypass: UNKNOWN, defaultBranch: "ma<b>in" });
  await expect(renderFindings(findings)).toMatchFileSnapshot("__findings__/findings.md");
  expect(formatFindings(findings)).toContain("does not require");
  expect(renderFindings(findings)).not.toMatch(/(?<!`[^`]*)<b>/);
});
