import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../src/core/evidence/ledger-index.ts";
import { NO_PACKAGES } from "../../src/core/registry/package-reader.ts";
import type { Octokit } from "../../src/github/octokit.ts";
import { planSameData, usableEntries } from "../../src/reconcile/find-data-base.ts";
import { createRepositoryMemory } from "../../src/reconcile/memory.ts";
import { readFingerprintAt } from "../../src/reconcile/read-fingerprint.ts";
import { refusedOfDataset, refusedOfModel } from "../../src/reconcile/refused-places.ts";
import { workflowFilesOf } from "../../src/reconcile/sweep-repository.ts";
import type { Workplace } from "../../src/reconcile/workplace.ts";
import { HEAD } from "../core/evidence/build-evidence.ts";

function entry(id: number, overrides: Partial<LedgerEntry>): LedgerEntry {
  return {
    kind: "data",
    key: "flights",
    path: `evidence/late-flights/2026-11/data-${String(id)}-1-flights.json`,
    digest: "d".repeat(64),
    commit: HEAD,
    workflowRun: { id, number: id, attempt: 1, event: "push" },
    branch: "main",
    onDefaultBranch: true,
    acceptedAt: "2026-11-25T12:00:00Z",
    startedAt: "2026-11-25T11:00:00Z",
    finishedAt: "2026-11-25T11:01:00Z",
    outcome: "succeeded",
    metrics: {},
    ...overrides,
  };
}

it("of evidence with one fingerprint the base branch's own comes before a newer one of a branch", () => {
  const fingerprint = "md5:aa";
  const branch = entry(9, { fingerprint, onDefaultBranch: false, branch: "try" });
  const forged = entry(11, {
    fingerprint,
    pullRequest: 3,
    workflowRun: { id: 11, number: 11, attempt: 1, event: "pull_request" },
  });
  const main = entry(5, { fingerprint });
  const plan = (wanted: string | undefined) =>
    planSameData([branch, main, forged, entry(10, { fingerprint: "md5:bb" }), entry(12, {})], wanted, {
      baseRef: "main",
    });
  expect(plan(fingerprint)).toEqual([main, forged, branch]);
  expect([plan("md5:cc"), plan(undefined)]).toEqual([[], []]);
});

it("neither a window that a drift check validated nor a pull request's own push is its base", () => {
  const check = { id: 7, number: 7, attempt: 1, event: "workflow_dispatch" };
  const main = entry(5, {});
  const all = [
    entry(7, { workflowRun: check }),
    entry(8, { kind: "drift", workflowRun: check }),
    entry(9, { pullRequest: 3, commit: "b".repeat(40) }),
    entry(10, { outcome: "failed" }),
    main,
  ];
  const usable = usableEntries(all, { key: "flights" }, { headSha: "a".repeat(40), pullRequest: 3 });
  expect(usable).toEqual([main]);
});

it("a sweep lists each workflow file once, those of datasets as well", () => {
  const train = { workflow: "train.yml", data: [{ workflow: "data.yml" }, { workflow: "train.yml" }] };
  expect(workflowFilesOf([train, { workflow: "other.yml", data: [{ workflow: "data.yml" }] }])).toEqual([
    "train.yml",
    "data.yml",
    "other.yml",
  ]);
});

describe("a refused artifact", () => {
  const refusal = (artifact: string) => ({ artifact, reason: "no", workflowRunUrl: "" });
  const flights = { model: "fraud", key: "flights" };
  const euFlights = { model: "fraud-eu", key: "flights" };
  it.each`
    artifact                      | models       | place
    ${"pawl-data-fraud-flights"}  | ${["fraud"]} | ${flights}
    ${"pawl-data-fraud-eu-other"} | ${["fraud"]} | ${euFlights}
    ${"pawl-drift-fraud"}         | ${["fraud"]} | ${flights}
    ${"pawl-run-fraud"}           | ${["fraud"]} | ${"fraud"}
    ${"pawl-data-typo"}           | ${["fraud"]} | ${"fraud"}
    ${"pawl-run-fraud"}           | ${[]}        | ${flights}
  `("$artifact is named once, by $place", ({ artifact, models, place }) => {
    const places = { models, datasets: [flights, euFlights] };
    const refused = [refusal(artifact)];
    const named = [
      ...places.models.filter((model: string) => refusedOfModel(refused, model, places).length > 0),
      ...places.datasets.filter((dataset) => refusedOfDataset(refused, dataset, places).length > 0),
    ];
    expect(named).toEqual([place]);
  });
});

describe("the fingerprint at a commit", () => {
  const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${"c".repeat(64)}\nsize 12\n`;
  const DVC = `outs:\n- md5: 1e5${"0".repeat(29)}\n  size: 12\n  path: flights.csv\n`;
  const at = async (files: Record<string, string>, path: string, algorithms: readonly string[]) => {
    const asked: string[] = [];
    const getContent = async ({ path: file }: { path: string }) => {
      asked.push(file);
      const text = files[file];
      if (text === undefined) throw Object.assign(new Error("Not Found"), { status: 404 });
      return { data: { type: "file", size: text.length, content: Buffer.from(text).toString("base64") } };
    };
    // Only what is called exists; Octokit's type has a thousand methods.
    const octokit = { rest: { repos: { getContent } } } as unknown as Octokit;
    const nothing = () => undefined;
    const workplace: Workplace = {
      octokit,
      repository: { owner: "acme", repo: "flights" },
      self: { id: 1, slug: "pawl", login: "pawl[bot]" },
      memory: createRepositoryMemory(),
      now: () => "2026-11-25T12:00:00Z",
      pause: async () => undefined,
      log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
      packages: NO_PACKAGES,
    };
    const fingerprint = await readFingerprintAt(workplace, path, HEAD, new Set(algorithms));
    await readFingerprintAt(workplace, path, HEAD, new Set(algorithms));
    return { fingerprint, asked };
  };

  it.each`
    what                                   | files                                             | path                   | algorithms            | fingerprint
    ${"a .dvc file beside the data"}       | ${{ "data/f.csv.dvc": DVC }}                      | ${"data/f.csv"}        | ${["md5"]}            | ${`md5:1e5${"0".repeat(29)}`}
    ${"the .dvc file itself, configured"}  | ${{ "data/f.csv.dvc": DVC }}                      | ${"data/f.csv.dvc"}    | ${["md5"]}            | ${`md5:1e5${"0".repeat(29)}`}
    ${"a Git LFS pointer"}                 | ${{ "data/f.csv": LFS }}                          | ${"data/f.csv"}        | ${["git-lfs", "md5"]} | ${`git-lfs:${"c".repeat(64)}`}
    ${"nothing where nobody can know it"}  | ${{ "data/f.csv.dvc": DVC }}                      | ${"data/f.csv"}        | ${["sha256"]}         | ${undefined}
    ${"nothing of the data themselves"}    | ${{ "data/f.csv": "a,b\n1,2\n" }}                 | ${"data/f.csv"}        | ${["git-lfs"]}        | ${undefined}
    ${"nothing of a file that is no YAML"} | ${{ "data/f.csv.dvc": "a: [" }}                   | ${"data/f.csv"}        | ${["md5"]}            | ${undefined}
    ${"nothing of a huge file"}            | ${{ "data/f.csv.dvc": DVC + "#".repeat(70_000) }} | ${"data/f.csv"}        | ${["md5"]}            | ${undefined}
    ${"nothing of a glob"}                 | ${{ "data/*.csv.dvc": DVC }}                      | ${"data/*.csv"}        | ${["md5"]}            | ${undefined}
    ${"nothing of an address"}             | ${{}}                                             | ${"s3://bucket/f.csv"} | ${["md5"]}            | ${undefined}
  `("is $what, and asked for once", async ({ files, path, algorithms, fingerprint }) => {
    const found = await at(files, path, algorithms);
    expect(found.fingerprint).toBe(fingerprint);
    expect(new Set(found.asked).size).toBe(found.asked.length);
  });
});
