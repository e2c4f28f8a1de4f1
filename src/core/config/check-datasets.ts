import { toModelName } from "../evidence/to-model-name.ts";
import { checkFilePath } from "./check-file-path.ts";
import type { DescribedIssue } from "./describe-schema-issue.ts";
import { findDoubled } from "./find-doubled.ts";
import type { DatasetConfig } from "./project-config.ts";

type Path = readonly PropertyKey[];

/** Rules about a model's datasets that need more than one key. `path` leads to their list. */
export function checkDatasets(path: Path, datasets: readonly DatasetConfig[]): DescribedIssue[] {
  return [
    ...findDoubled(
      datasets.map(({ name, path: file }, index): [Path, string] => [[...path, index], name ?? file]),
      (name) => name,
      "data set",
    ),
    ...datasets.flatMap((dataset, index) => checkDataset([...path, index], dataset)),
  ];
}

function checkDataset(path: Path, dataset: DatasetConfig): DescribedIssue[] {
  const { id, contract } = dataset;
  const columns: [string, readonly string[]][] = [
    ["id", id],
    ["show-categories", dataset["show-categories"]],
  ];
  return [
    ...checkDataPath([...path, "path"], dataset.path),
    ...(contract === undefined ? [] : checkContractPath([...path, "contract"], contract)),
    ...checkName(path, dataset),
    ...columns.flatMap(([key, names]) =>
      findDoubled(
        names.map((name, index): [Path, string] => [[...path, key, index], name]),
        (name) => name,
        "column",
      ),
    ),
    ...checkNeeds([...path, "checks"], dataset),
    ...checkOtherData([...path, "checks"], dataset),
  ];
}

/** Data at a URL are read as they are; everything else is a path of the repository. */
function checkDataPath(path: Path, file: string): DescribedIssue[] {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(file)) return [];
  if (file.startsWith("!")) {
    const hint = "Name the files that are the data.";
    return [{ path, about: "value", message: 'begins with "!" and so has nothing to take out.', hint }];
  }
  return checkFilePath(path, file);
}

function checkContractPath(path: Path, file: string): DescribedIssue[] {
  if (/[*?]|:\/\//.test(file)) {
    const hint = "Write its path from the root of the repository, like contracts/flights.odcs.yaml.";
    return [{ path, about: "value", message: "must be one file of this repository.", hint }];
  }
  return checkFilePath(path, file);
}

function checkName(path: Path, { name, path: file, contract, checks }: DatasetConfig): DescribedIssue[] {
  if (name !== undefined) return [];
  const needs = contract !== undefined ? "a contract" : Object.keys(checks).length > 0 ? "checks" : undefined;
  if (needs === undefined) return [];
  return [
    {
      path,
      about: "value",
      message: `has ${needs} and no name, by which its data evidence is filed.`,
      hint: `Add name: ${suggestDatasetName(file)}.`,
    },
  ];
}

/** `data/Flights 2026.parquet.dvc` → `flights-2026`. */
function suggestDatasetName(file: string): string {
  const [base = ""] = (file.replace(/\/+$/, "").split("/").at(-1) ?? "").split(".");
  return toModelName(base) ?? "training-data";
}

const NEED_LABEL = ["predictive-column", "conflicting-labels", "class-balance"] as const;

/** Checks that cannot work without a column that the dataset does not name. */
function checkNeeds(path: Path, { checks, label, id }: DatasetConfig): DescribedIssue[] {
  const needing = (key: Path, column: string, example: string): DescribedIssue => ({
    path: [...path, ...key],
    about: "key",
    message: `needs the dataset's ${column}, which is not given.`,
    hint: `Beside checks, write ${example}.`,
  });
  const idOverlap = (checks["train-test"]?.["max-id-overlap"] ?? 0) > 0;
  return [
    ...(label === undefined
      ? NEED_LABEL.filter((key) => checks[key] !== undefined).map((key) =>
          needing([key], "label", "label: the column with the truth"),
        )
      : []),
    ...(id.length === 0 && checks.skew !== undefined
      ? [needing(["skew"], "id", "id: [columns that together name a row]")]
      : []),
    ...(id.length === 0 && idOverlap
      ? [needing(["train-test", "max-id-overlap"], "id", "id: [columns that together name a row]")]
      : []),
  ];
}

/** The data that a check holds the dataset against: another path, and one that can exist. */
function checkOtherData(path: Path, { path: file, checks }: DatasetConfig): DescribedIssue[] {
  const others: [Path, string | undefined][] = [
    [[...path, "train-test", "test"], checks["train-test"]?.test],
    [[...path, "skew", "with"], checks.skew?.with],
  ];
  return others.flatMap(([at, other]): DescribedIssue[] => {
    if (other === undefined) return [];
    if (other !== file) return checkDataPath(at, other);
    const hint = "Name the data that it is compared with.";
    return [{ path: at, about: "value", message: "is the dataset itself.", hint }];
  });
}
