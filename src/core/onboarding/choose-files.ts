import { baseOf, depthOf, projectFiles } from "./project-files.ts";
import { isScript, trainingScripts } from "./scripts.ts";

/** Read where they are, by name, at the root. */
const AT_ROOT = new Set([
  "dvc.yaml",
  "MLproject",
  "Makefile",
  "package.json",
  "pyproject.toml",
  "requirements.txt",
  "environment.yml",
  "environment.yaml",
  "params.yaml",
  "CODEOWNERS",
  ".gitattributes",
  ".python-version",
]);

/** Read wherever people keep them. */
const ELSEWHERE = new Set([
  ".github/CODEOWNERS",
  "docs/CODEOWNERS",
  ".github/workflows/train.yml",
  ".github/workflows/data.yml",
  ".github/workflows/drift.yml",
]);

const METRICS = /^(metrics?|scores?|results?|eval(uation)?)([_-][\w-]+)?\.json$|^summary\.json$/i;

/** More files than this say nothing new. */
const MAX_FILES = 60;

/** Which small files have to be read to find out what a project is; so many that two calls of GitHub's API do. */
export function chooseFiles(paths: readonly string[]): readonly string[] {
  const wanted = paths.filter((path) => AT_ROOT.has(path) || ELSEWHERE.has(path));
  const own = projectFiles(paths);
  const metrics = own.filter((path) => METRICS.test(baseOf(path)) || isDvcliveSummary(path));
  const named = own.filter((path) => isScript(path) && depthOf(path) <= 3);
  // What trains speaks first.
  const scripts = [...trainingScripts(paths).filter((path) => named.includes(path)), ...named];
  return [...new Set([...wanted, ...metrics.slice(0, 10), ...[...new Set(scripts)].slice(0, 30)])].slice(0, MAX_FILES);
}

/** Files that hold metrics by their name, among a project's own. */
export function metricFiles(paths: readonly string[]): readonly string[] {
  return projectFiles(paths).filter((path) => METRICS.test(baseOf(path)) || isDvcliveSummary(path));
}

function isDvcliveSummary(path: string): boolean {
  return /(^|\/)dvclive\/metrics\.json$/.test(path);
}
