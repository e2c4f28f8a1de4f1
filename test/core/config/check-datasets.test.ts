import { describe, expect, it } from "vitest";
import { formatConfigIssue } from "../../../src/core/config/config-issue.ts";
import { parseProjectConfig } from "../../../src/core/config/parse-project-config.ts";

/** What the configuration says with this list of datasets. */
function parse(...lines: string[]) {
  const data = lines.map((line) => `      ${line}\n`).join("");
  return parseProjectConfig(`models:\n  m:\n    paths: [src]\n    primary-metric: f1\n    data:\n${data}`);
}

function mistakes(...lines: string[]): string[] {
  const parsed = parse(...lines);
  if (!("issues" in parsed)) throw new Error("the configuration is valid");
  return parsed.issues.map((issue) => formatConfigIssue(issue, "f").replace(/^f is not valid: line /, ""));
}

describe("a dataset", () => {
  it("has checks with defaults where their keys are there, and none else", () => {
    const parsed = parse(
      "- name: flights",
      "  path: data/flights.parquet.dvc",
      "  contract: contracts/flights.odcs.yaml",
      "  workflow: data.yml",
      "  label: late",
      "  id: [flight, day]",
      "  time: departure",
      "  show-categories: [origin]",
      "  checks:",
      "    train-test: { test: data/test.parquet.dvc }",
      "    conflicting-labels: {}",
      "    skew: { with: s3://bucket/online/*.parquet }",
    );
    if ("issues" in parsed) throw new Error(parsed.issues.map((issue) => issue.message).join());
    expect(parsed.project.models[0]?.data).toEqual([
      {
        name: "flights",
        key: "flights",
        path: "data/flights.parquet.dvc",
        contract: "contracts/flights.odcs.yaml",
        workflow: "data.yml",
        label: "late",
        id: ["flight", "day"],
        time: "departure",
        showCategories: ["origin"],
        checks: {
          "train-test": {
            test: "data/test.parquet.dvc",
            "max-row-overlap": 0,
            "max-id-overlap": 0,
            "in-time-order": true,
            severity: "error",
          },
          "conflicting-labels": { "max-share": 0, severity: "warning" },
          skew: {
            with: "s3://bucket/online/*.parquet",
            "max-share": 0.01,
            tolerance: 1e-9,
            columns: [],
            severity: "error",
          },
        },
      },
    ]);
  });

  it.each([["data/*.parquet"], ["data/{a,b}/**"], ["data/places/"], ["https://example.com/x.csv"], ["s3://b/x/*.csv"]])(
    "may be at %s",
    (path) => {
      expect(parse(`- { name: d, path: "${path}" }`)).toHaveProperty("project");
    },
  );

  it.each([
    [
      "a contract without a name",
      ["- { path: data/Flights 2026.parquet.dvc, contract: flights.odcs.yaml }"],
      ["6, models.m.data[0] has a contract and no name, by which its data evidence is filed. Add name: flights-2026."],
    ],
    [
      "checks without a name",
      ["- { path: data/, checks: { new-categories: {} } }"],
      ["6, models.m.data[0] has checks and no name, by which its data evidence is filed. Add name: data."],
    ],
    [
      "one name twice",
      ["- { name: a, path: x.csv }", "- { name: a, path: y.csv }"],
      ['7, models.m.data[1] names the data set "a" a second time. Name it once.'],
    ],
    [
      "a name that cannot be part of a file's name",
      ["- { name: Flights, path: x.csv }"],
      ["6, models.m.data[0].name must be lower-case letters, digits and inner hyphens, like late-flights."],
    ],
    [
      "skew without id",
      ["- { name: a, path: x.csv, checks: { skew: { with: y.csv } } }"],
      [
        "6, models.m.data[0].checks.skew needs the dataset's id, which is not given. Beside checks, write id: [columns that together name a row].",
      ],
    ],
    [
      "an id overlap without id",
      ["- { name: a, path: x.csv, checks: { train-test: { test: y.csv, max-id-overlap: 0.1 } } }"],
      [expect.stringContaining("checks.train-test.max-id-overlap needs the dataset's id, which is not given.")],
    ],
    ...["predictive-column", "conflicting-labels", "class-balance"].map((check): [string, string[], unknown[]] => [
      `${check} without label`,
      [`- { name: a, path: x.csv, checks: { ${check}: {} } }`],
      [
        `6, models.m.data[0].checks.${check} needs the dataset's label, which is not given. Beside checks, write label: the column with the truth.`,
      ],
    ]),
    [
      "test data that are the training data",
      ["- { name: a, path: x.csv, checks: { train-test: { test: x.csv } } }"],
      ["6, models.m.data[0].checks.train-test.test is the dataset itself. Name the data that it is compared with."],
    ],
    [
      "a check that does not exist",
      ["- { name: a, path: x.csv, checks: { class-balanse: {} } }"],
      ["6, models.m.data[0].checks.class-balanse is not a key. Did you mean class-balance?"],
    ],
    [
      "a check that is switched on like a light",
      ["- { name: a, path: x.csv, label: y, checks: { class-balance: true } }"],
      ["6, models.m.data[0].checks.class-balance must be a mapping of keys, but is true."],
    ],
    [
      "a share in percent",
      ["- { name: a, path: x.csv, checks: { new-categories: { max-share: 5 } } }"],
      ["6, models.m.data[0].checks.new-categories.max-share must be at most 1."],
    ],
    [
      "another severity",
      ["- { name: a, path: x.csv, checks: { new-categories: { severity: fatal } } }"],
      ['6, models.m.data[0].checks.new-categories.severity must be error or warning or info, but is the text "fatal".'],
    ],
    [
      "a column twice",
      ["- { name: a, path: x.csv, id: [a, a] }"],
      ['6, models.m.data[0].id[1] names the column "a" a second time. Name it once.'],
    ],
    [
      "a workflow with a folder",
      ["- { name: a, path: x.csv, workflow: ci/data.yml }"],
      [expect.stringContaining("Write it without a folder")],
    ],
    [
      "a contract that is many",
      ['- { name: a, path: x.csv, contract: "contracts/*.yaml" }'],
      [expect.stringContaining("data[0].contract must be one file of this repository.")],
    ],
    [
      "a contract outside of the repository",
      ['- { name: a, path: x.csv, contract: "../flights.odcs.yaml" }'],
      [expect.stringContaining('data[0].contract has ".." in it and can match no file.')],
    ],
    [
      "a path that takes out",
      ['- { name: a, path: "!x.csv" }'],
      ['6, models.m.data[0].path begins with "!" and so has nothing to take out. Name the files that are the data.'],
    ],
    [
      "served values that cannot exist",
      ['- { name: a, path: x.csv, id: [k], checks: { skew: { with: "/srv/online.csv" } } }'],
      [expect.stringContaining('checks.skew.with begins with "/" and can match no file. Write srv/online.csv.')],
    ],
  ])("cannot have %s", (_, lines, expected) => {
    expect(mistakes(...lines)).toEqual(expected);
  });
});
