import { isPlainPath } from "./is-plain-path.ts";
import { baseOf } from "./project-files.ts";
import type { Guess, ProjectSource } from "./project-source.ts";
import type { DvcStage } from "./read-dvc.ts";

const MODEL = /\.(joblib|pkl|pickle|pt|pth|onnx|safetensors|h5|keras|cbm|ubj|bst|rds|jld2)$/i;
const PREDICTIONS = /^(\w+[_-])?(predictions?|preds?|scored)([_-]\w+)?\.(csv|parquet|jsonl|ndjson)$/i;
const MAX_MODELS = 5;
/** Longer texts between quotation marks are no file names. */
const QUOTED = /["']([\w./-]{3,120})["']/g;

export interface Outputs {
  readonly models: Guess<readonly string[]> | undefined;
  readonly predictions: Guess<string> | undefined;
}

/** Files that training leaves: what the pipeline says, else names that stand in the scripts. */
export function detectOutputs({ paths, texts }: ProjectSource, stage: DvcStage | undefined): Outputs {
  const named = [
    ...(stage?.outs ?? []).map((file) => ({ file, place: "dvc.yaml" })),
    ...[...texts]
      .filter(([path]) => /\.(py|ipynb|R|r|jl)$/.test(path))
      .flatMap(([place, text]) =>
        [...text.matchAll(QUOTED)].map(([, file = ""]) => ({ file: file.replace(/^\.\//, ""), place })),
      ),
  ].filter(({ file }) => isPlainPath(file) && !file.startsWith("/"));
  // What is committed is read by training, and not written by it.
  const written = named.filter(({ file }) => !paths.includes(file));
  const models = [...new Set(written.filter(({ file }) => MODEL.test(file)).map(({ file }) => file))];
  const modelPlace = written.find(({ file }) => MODEL.test(file))?.place;
  const predictions = written.find(({ file }) => PREDICTIONS.test(baseOf(file)));
  return {
    models:
      modelPlace === undefined
        ? undefined
        : { value: models.slice(0, MAX_MODELS), why: [{ code: modelPlace }, " names it"] },
    predictions:
      predictions === undefined
        ? undefined
        : { value: predictions.file, why: [{ code: predictions.place }, " names it"] },
  };
}
