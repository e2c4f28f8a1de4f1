import { baseOf, depthOf, projectFiles } from "./project-files.ts";

export type Language = "python" | "r" | "julia";

const ENDINGS: ReadonlyMap<string, Language> = new Map([
  ["py", "python"],
  ["ipynb", "python"],
  ["r", "r"],
  ["jl", "julia"],
]);

/** Language of a file by its ending; `undefined` for everything that is none of them. */
export function languageOf(path: string): Language | undefined {
  return ENDINGS.get(/\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "");
}

const TRAINS = /(^|[_-])train(ing|er)?([_-]|\.)/i;
const JUDGES = /(^|[_-])(eval(uate|uation)?|metrics?|scor(e|ing)|test[_-]?model)([_-]|\.)/i;
const PREDICTS = /(^|[_-])(predict(ions?|or)?|infer(ence)?)([_-]|\.)/i;
const FETCHES = /(^|[_-])(fetch|download|get|pull)([_-]?data(set)?)?([_-]|\.)/i;

/** Whether a file is code whose text may say something about the model. */
export function isScript(path: string): boolean {
  const name = baseOf(path);
  return languageOf(path) !== undefined && [TRAINS, JUDGES, PREDICTS].some((pattern) => pattern.test(name));
}

/** Files that train, by their names: `train.py` before `train_model.py`, the nearest to the root first. */
export function trainingScripts(paths: readonly string[]): readonly string[] {
  return projectFiles(paths)
    .filter((path) => languageOf(path) !== undefined && TRAINS.test(baseOf(path)))
    .filter((path) => !/(^|[_-])(test|utils?|helpers?|config)([_-]|\.)/i.test(baseOf(path)))
    .toSorted((a, b) => rank(a) - rank(b) || depthOf(a) - depthOf(b));
}

/** Notebooks last: they run, and nobody reviews them. */
function rank(path: string): number {
  if (path.endsWith(".ipynb")) return 2;
  return /^train\.\w+$/i.test(baseOf(path)) ? 0 : 1;
}

export function judgingScripts(paths: readonly string[]): readonly string[] {
  return projectFiles(paths).filter((path) => languageOf(path) !== undefined && JUDGES.test(baseOf(path)));
}

/** A script that fetches data, where there is one that is called so. */
export function fetchingScript(paths: readonly string[]): string | undefined {
  return projectFiles(paths).find((path) => /\.(py|sh|R)$/.test(path) && FETCHES.test(baseOf(path)));
}
