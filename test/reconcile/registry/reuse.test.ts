import { describe, expect, it } from "vitest";
import { computeInputDigest, isEnvironmentFile } from "../../../src/core/evidence/input-digest.ts";
import type { RunEvidence } from "../../../src/core/evidence/run-evidence.ts";
import { registerVersions } from "../../../src/reconcile/registry/register-versions.ts";
import { buildRun } from "../../core/evidence/build-evidence.ts";
import { buildPackage, identityAt, keep, PLAN, type RegistryRepository, useRegistryScene } from "./registry-scene.ts";

const scene = useRegistryScene();

interface Tree {
  readonly tree: readonly {
    readonly path: string;
    readonly mode: string;
    readonly sha: string;
    readonly type: string;
  }[];
}

/** The digest that the job of this commit would compute. */
async function digestAt({ repository }: RegistryRepository, commit: string) {
  const { tree } = (await scene.api(`/repos/${repository}/git/trees/${commit}?recursive=1`)) as Tree;
  const files = tree.filter(({ type }) => type === "blob").map(({ path, mode, sha }) => ({ path, mode, sha }));
  const base = buildRun();
  return computeInputDigest({
    code: files.filter(({ path }) => PLAN.paths.includes(path)),
    environment: files.filter(({ path }) => isEnvironmentFile(path, ".github/workflows/train.yml")),
    parameters: base.parameters,
    data: base.data,
    command: base.command,
  });
}

interface Case {
  readonly name: string;
  /** What the pull request's commit changes; its code is `print(2)`, which is what is merged. */
  readonly pull?: Record<string, string>;
  /** What main gets. */
  readonly merged?: Record<string, string>;
  /** What the pull request's run says instead of the truth. */
  readonly claim?: (run: RunEvidence, truth: RunEvidence["inputDigest"]) => Partial<RunEvidence>;
  /** Undefined: it is registered. */
  readonly refused?: RegExp;
  readonly kept?: boolean;
  readonly plan?: typeof PLAN;
}

const CODE = { "train.py": "print(2)\n" };
const DATA = {
  ...PLAN,
  data: [
    {
      name: "flights",
      path: "data/flights.parquet",
      key: undefined,
      contract: undefined,
      workflow: "train.yml",
      label: undefined,
      id: [],
      time: undefined,
      showCategories: [],
      checks: {},
    },
  ],
};

const CASES: readonly Case[] = [
  { name: "a merge of what the pull request trained is registered without training again" },
  { name: "so is one that brings other files which are no inputs", merged: { ...CODE, "README.md": "merged\n" } },
  {
    name: "attack: a pull request trained other code and claims main's digest",
    pull: { "train.py": "evil()\n" },
    claim: (_, truth) => ({ inputDigest: truth }),
    refused: /input digest of workflow run \d+ is not the one of commit/,
  },
  {
    name: "attack: a pull request with another environment claims main's digest",
    pull: { ...CODE, "requirements.txt": "evil==1\n" },
    claim: (_, truth) => ({ inputDigest: truth }),
    refused: /input digest of workflow run \d+ is not the one of commit/,
  },
  {
    name: "attack: a pull request changed the workflow file and says that another one made it",
    pull: { ...CODE, ".github/workflows/train.yml": "name: evil\n" },
    claim: (run, truth) => ({
      inputDigest: truth,
      identity: { ...run.identity, workflow: { name: "other", path: ".github/workflows/other.yml" } },
    }),
    refused: /is not the (one of commit|default branch's)/,
  },
  {
    name: "attack: a pull request pointed to other data and claims main's digest",
    pull: { ...CODE, "data/flights.parquet.dvc": "outs: [{md5: evil, path: flights.parquet}]\n" },
    claim: (_, truth) => ({ inputDigest: truth }),
    plan: DATA,
    refused: /data of flights are not the same/,
  },
  {
    name: "a run that failed is not reused",
    claim: (_, truth) => ({ inputDigest: truth, outcome: { kind: "failed", exitCode: 1, logTail: [] } }),
    refused: /did not succeed/,
  },
  {
    name: "a run with other inputs is not reused",
    claim: (run) => ({
      ...(run.inputDigest === undefined ? {} : { inputDigest: { ...run.inputDigest, value: "f".repeat(64) } }),
    }),
    refused: /had other inputs/,
  },
  {
    name: "a run that is not on the ledger, as every fork's, is not reused",
    kept: false,
    refused: /not on the ledger/,
  },
];

describe("a package of a run that reuses a pull request's", () => {
  it.each(CASES.map((one) => [one.name, one] as const))(
    "%s",
    async (_, { pull = CODE, merged = CODE, claim, refused, kept = true, plan = PLAN }) => {
      const here = await scene.create({ "data/flights.parquet.dvc": "outs: [{md5: good, path: flights.parquet}]\n" });
      const workplace = here.open();
      const head = await here.commit(pull, { branch: "try", author: "ben" });
      const main = await here.commit(merged);
      const truth = await digestAt(here, main);
      const trained = buildRun({
        identity: identityAt(head, { event: "pull_request" }),
        inputDigest: await digestAt(here, head),
      });
      const claimed = { ...trained, ...claim?.(trained, truth) };
      const options = { defaultBranch: false, pullRequest: 7 };
      const [original] = kept ? await keep(workplace, [claimed], options) : [];
      const reused = {
        workflowRunId: trained.identity.workflowRun.id,
        workflowRunNumber: trained.identity.workflowRun.number,
        attempt: 1,
        commit: head,
        document: original?.document ?? "0".repeat(64),
        finishedAt: trained.finishedAt,
      };
      const identity = identityAt(main);
      const [run] = await keep(workplace, [buildRun({ identity, inputDigest: truth, reused })]);
      if (run === undefined) throw new Error("nothing kept");
      await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [], data: [] } })]);
      const registration = await registerVersions(workplace, plan, "main");
      if (refused === undefined) {
        expect(registration.refused).toEqual([]);
        expect(registration.versions.map(({ commit }) => commit)).toEqual([main]);
      } else {
        expect(registration.versions).toEqual([]);
        expect(registration.refused[0]?.reason).toMatch(refused);
      }
    },
  );

  it("attack: main's own claim is computed again as well", async () => {
    const here = await scene.create();
    const workplace = here.open();
    const head = await here.commit(CODE, { branch: "try", author: "ben" });
    const main = await here.commit({ "train.py": "print(3)\n" });
    const there = await digestAt(here, head);
    const trained = buildRun({ identity: identityAt(head, { event: "pull_request" }), inputDigest: there });
    const [original] = await keep(workplace, [trained], { defaultBranch: false, pullRequest: 7 });
    const identity = identityAt(main);
    const { id, number } = trained.identity.workflowRun;
    const reused = {
      workflowRunId: id,
      workflowRunNumber: number,
      attempt: 1,
      commit: head,
      document: original?.document ?? "",
      finishedAt: trained.finishedAt,
    };
    const [run] = await keep(workplace, [buildRun({ identity, inputDigest: there, reused })]);
    if (run === undefined) throw new Error("nothing kept");
    await keep(workplace, [buildPackage(identity, { lineage: { run, evaluations: [], data: [] } })]);
    const { refused } = await registerVersions(workplace, PLAN, "main");
    expect(refused[0]?.reason).toContain(`is not the one of commit ${main.slice(0, 12)}`);
  });
});
