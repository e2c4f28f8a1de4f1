import { matchPaths } from "./match-paths.ts";
import type { DatasetPlan } from "./project-config.ts";

export interface DatasetMatch {
  /** Files that are the dataset, its pointer, or data that its checks hold it against; in the order of the files given. */
  readonly touchedFiles: readonly string[];
  readonly contractChanged: boolean;
}

/**
 * Which changed files change what is known about a dataset: the data themselves (a file, what is below a folder, what a
 * glob matches), the `.dvc` file that points to them, a `dvc.lock` of their folder or one above, the test data and the
 * served values that its checks name, and its contract. Data at a URL are never touched.
 */
export function matchDataset(plan: DatasetPlan, files: readonly string[]): DatasetMatch {
  const { contract, checks } = plan;
  const others = [checks["train-test"]?.test, checks.skew?.with].filter((path) => path !== undefined);
  const touched = new Set([plan.path, ...others].flatMap((path) => filesOf(path, files)));
  return {
    touchedFiles: files.filter((file) => touched.has(file)),
    contractChanged: contract !== undefined && files.includes(contract),
  };
}

const POINTER = ".dvc";

function filesOf(path: string, files: readonly string[]): readonly string[] {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return [];
  const named = path.replace(/\/+$/, "");
  const data = named.endsWith(POINTER) ? named.slice(0, -POINTER.length) : named;
  // A file may be named like a glob: then it is that file.
  const exactly = files.filter((file) => file === data || file === `${data}${POINTER}`);
  return [
    ...exactly,
    ...matchPaths([data], files),
    ...matchPaths([`${data}${POINTER}`], files),
    ...locksOf(data, files),
  ];
}

/** DVC records what a pipeline made in the `dvc.lock` beside its `dvc.yaml`; which of its entries changed is not known here. */
function locksOf(data: string, files: readonly string[]): readonly string[] {
  const folders = data.split("/").slice(0, -1);
  const wild = folders.findIndex((folder) => /[*?[{]/.test(folder));
  const fixed = wild === -1 ? folders : folders.slice(0, wild);
  const locks = new Set(["", ...fixed].map((_, depth) => [...fixed.slice(0, depth), "dvc.lock"].join("/")));
  return files.filter((file) => locks.has(file));
}
