import { describe, expect, it } from "vitest";
import { matchDataset } from "../../../src/core/config/match-dataset.ts";
import { buildDatasetPlan } from "../report/build-facts.ts";

const FILES = [
  "data/flights.parquet",
  "data/flights.parquet.dvc",
  "data/flights.parquet.md",
  "data/places/a.csv",
  "data/places/deep/b.csv",
  "data/places.dvc",
  "data/places-old/a.csv",
  "data/day=[1].csv",
  "data/dvc.lock",
  "dvc.lock",
  "other/dvc.lock",
  "Data/flights.parquet",
  "src/train.py",
];

describe("files that are a dataset", () => {
  it.each([
    ["data/flights.parquet", ["data/flights.parquet", "data/flights.parquet.dvc", "data/dvc.lock", "dvc.lock"]],
    ["data/flights.parquet.dvc", ["data/flights.parquet", "data/flights.parquet.dvc", "data/dvc.lock", "dvc.lock"]],
    ["data/places", ["data/places/a.csv", "data/places/deep/b.csv", "data/places.dvc", "data/dvc.lock", "dvc.lock"]],
    ["data/places/", ["data/places/a.csv", "data/places/deep/b.csv", "data/places.dvc", "data/dvc.lock", "dvc.lock"]],
    [
      "data/places.dvc",
      ["data/places/a.csv", "data/places/deep/b.csv", "data/places.dvc", "data/dvc.lock", "dvc.lock"],
    ],
    ["data/places/*.csv", ["data/places/a.csv", "data/dvc.lock", "dvc.lock"]],
    ["data/places/**", ["data/places/a.csv", "data/places/deep/b.csv", "data/dvc.lock", "dvc.lock"]],
    ["data/*.parquet", ["data/flights.parquet", "data/flights.parquet.dvc", "data/dvc.lock", "dvc.lock"]],
    ["*/flights.parquet", ["data/flights.parquet", "data/flights.parquet.dvc", "dvc.lock", "Data/flights.parquet"]],
    ["data/day=[1].csv", ["data/day=[1].csv", "data/dvc.lock", "dvc.lock"]],
    ["s3://bucket/data/flights.parquet", []],
    ["https://example.com/src/train.py", []],
    ["data/none.csv", ["data/dvc.lock", "dvc.lock"]],
  ])("%s", (path, expected) => {
    expect(matchDataset(buildDatasetPlan({ path }), FILES)).toEqual({ touchedFiles: expected, contractChanged: false });
  });

  it("are also what its checks hold it against", () => {
    const checks = {
      "train-test": {
        test: "data/test.csv",
        "max-row-overlap": 0,
        "max-id-overlap": 0,
        "in-time-order": true,
        severity: "error",
      },
      skew: { with: "served", "max-share": 0.01, tolerance: 0, columns: [], severity: "error" },
    } as const;
    const plan = buildDatasetPlan({
      path: "data/train.csv",
      checks: { ...checks, skew: { ...checks.skew, columns: [] } },
    });
    const files = ["served/online.parquet", "data/test.csv.dvc", "README.md"];
    expect(matchDataset(plan, files).touchedFiles).toEqual(["served/online.parquet", "data/test.csv.dvc"]);
  });
});

it.each([
  ["contracts/flights.odcs.yaml", true],
  ["contracts/flights.odcs.yaml.orig", false],
  ["flights.odcs.yaml", false],
])("the contract, when %s changes: %s", (file, expected) => {
  const plan = buildDatasetPlan({ contract: "contracts/flights.odcs.yaml" });
  expect(matchDataset(plan, [file])).toEqual({ touchedFiles: [], contractChanged: expected });
});
