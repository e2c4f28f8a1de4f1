import { isPlainPath } from "./is-plain-path.ts";

/** What others wrote, what tools made, and what shows or tests something is not the project itself. */
const ELSEWHERE =
  /(^|\/)(node_modules|\.?venv|env|site-packages|third[_-]?party|vendor|tests?|examples?|build|dist|\.git|\.github|\.dvc|__pycache__)\//i;

/** The project's own files whose names can be written down as they are, the nearest to the root first. */
export function projectFiles(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => isPlainPath(path) && !ELSEWHERE.test(path))
    .toSorted((a, b) => depthOf(a) - depthOf(b) || a.localeCompare(b));
}

/** 0 for a file at the root. */
export function depthOf(path: string): number {
  return path.split("/").length - 1;
}

/** `src/train.py` → `train.py`. */
export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `src/train.py` → `src`; the empty text for a file at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
