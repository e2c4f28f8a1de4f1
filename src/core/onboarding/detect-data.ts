import { matchGlob } from "../config/match-glob.ts";
import { toModelName } from "../evidence/to-model-name.ts";
import { baseOf, folderOf, projectFiles } from "./project-files.ts";
import type { Guess, ProjectSource } from "./project-source.ts";

export interface FoundDataset {
  readonly name: string;
  /** File, glob or pointer. */
  readonly path: string;
  readonly contract: string | undefined;
  /** How the file gets to where a job can read it. */
  readonly kept: "git" | "dvc" | "lfs";
}

export interface FoundData {
  readonly datasets: readonly Guess<FoundDataset>[];
  /** Files that judge the model, or pointers to them. */
  readonly test: readonly string[];
  /** Contracts of which it is not clear whose they are. */
  readonly unclear: readonly string[];
}

const READABLE = /\.(csv|tsv|jsonl|ndjson)(\.gz)?$|\.(parquet|pq)$/i;
const POINTER = /\.dvc$/;
const CONTRACT = /\.odcs\.ya?ml$/i;
const MADE = /(^|\/)(outputs?|results?|reports?|predictions?|logs?|models?|plots?|mlruns|dvclive)\//i;
const MADE_NAME = /^(\w+[_-])?(predictions?|preds?|submission|metrics?|results?|history|log)([_-]\w+)?\./i;
const TEST = /(^|[_.-])(test|holdout|hold-out|eval|val|valid|validation)([_.-]|$)/i;
/** So many files of one folder and kind are one dataset. */
const MANY = 4;
const MAX_DATASETS = 8;
const MAX_TEST = 20;

/** Data that the repository holds or points to. Models that DVC keeps are no data. */
export function detectData({ paths, texts }: ProjectSource): FoundData {
  const own = projectFiles(paths);
  const lfs = lfsPatterns(texts.get(".gitattributes"));
  const contracts = own.filter((path) => CONTRACT.test(path));
  const found = own.filter((path) => !MADE.test(path) && !MADE_NAME.test(baseOf(path)) && isData(path));
  const test = found.filter((path) => TEST.test(stemOf(path)));
  const groups = group(found.filter((path) => !test.includes(path)));
  const names = new Set<string>();
  const datasets = groups.slice(0, MAX_DATASETS).map(({ path, files }): Guess<FoundDataset> => {
    const kept = POINTER.test(path) ? "dvc" : files.some((file) => isLfs(lfs, file)) ? "lfs" : "git";
    const contract = contractOf(path, contracts, groups.length === 1);
    const what = { dvc: "DVC keeps it", lfs: "Git LFS keeps it", git: "it is in the repository" }[kept];
    const value = { name: freeName(path, names), path, contract, kept } as const;
    return { value, why: [what, ...(contract === undefined ? [] : ["; its contract is ", { code: contract }])] };
  });
  const used = new Set(datasets.map(({ value }) => value.contract));
  const unclear = contracts.filter((path) => !used.has(path)).slice(0, MAX_DATASETS);
  return { datasets, test: test.slice(0, MAX_TEST), unclear };
}

/** A pointer to a folder or to something without an ending may be data; one to a model is not. */
function isData(path: string): boolean {
  if (!POINTER.test(path)) return READABLE.test(path);
  const target = path.replace(POINTER, "");
  return READABLE.test(target) || !/\.\w{1,12}$/.test(baseOf(target));
}

/** Many files of one folder and kind as one dataset, by a glob. */
function group(files: readonly string[]): readonly { readonly path: string; readonly files: readonly string[] }[] {
  const kinds = new Map<string, string[]>();
  for (const path of files) {
    const kind = `${folderOf(path)} ${endingOf(path)}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), path]);
  }
  return [...kinds.values()].flatMap((some) => {
    const [first = ""] = some;
    if (some.length < MANY || folderOf(first) === "") return some.map((path) => ({ path, files: [path] }));
    return [{ path: `${folderOf(first)}/*${endingOf(first)}`, files: some }];
  });
}

/** `data/flights.csv.gz` → `.csv.gz`. */
function endingOf(path: string): string {
  return /(\.[A-Za-z]{1,10}){1,3}$/.exec(baseOf(path))?.[0] ?? "";
}

/** `data/flights.parquet.dvc` → `flights`. */
function stemOf(path: string): string {
  return baseOf(path).split(".")[0] ?? "";
}

/** That of its name; else of a name that its own begins with; else the only one where there is one dataset. */
function contractOf(path: string, contracts: readonly string[], alone: boolean): string | undefined {
  const stem = stemOf(path);
  const same = contracts.find((contract) => stemOf(contract) === stem);
  const [begins, ...others] = contracts.filter((contract) =>
    ["-", "_"].some((mark) => stem.startsWith(`${stemOf(contract)}${mark}`)),
  );
  const [only, ...more] = contracts;
  return same ?? (others.length === 0 ? begins : undefined) ?? (alone && more.length === 0 ? only : undefined);
}

function freeName(path: string, taken: Set<string>): string {
  const stem = path.includes("*") ? baseOf(folderOf(path)) : stemOf(path);
  const wanted = toModelName(stem) ?? "data";
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted.slice(0, 60)}-${String(count)}`;
  taken.add(name);
  return name;
}

function lfsPatterns(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split("\n")
    .slice(0, 200)
    .flatMap((line) => (/\bfilter=lfs\b/.test(line) ? [line.trim().split(/\s+/)[0] ?? ""] : []));
}

/** As git reads it: a pattern without a slash means a name in any folder. */
function isLfs(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => matchGlob(pattern.replace(/^\//, ""), pattern.includes("/") ? path : baseOf(path)));
}
