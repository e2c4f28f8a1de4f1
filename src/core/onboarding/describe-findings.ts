import type { Sentence } from "../report/sentence.ts";
import type { DetectedProject } from "./detect-project.ts";
import type { Guess } from "./project-source.ts";
import { STAND_IN } from "./render-config.ts";

/** One thing that was looked for. */
export interface LookedFor {
  /** `Training`. */
  readonly what: string;
  /** Undefined: it was not found. */
  readonly found: Sentence | undefined;
  /** Why it is believed; where nothing was found what that means. */
  readonly why: Sentence;
}

/** Everything that was looked for, found or not, with the reason: nothing is guessed silently. */
export function describeFindings(project: DetectedProject): readonly LookedFor[] {
  const { model, setup, training, primaryMetric, task, params, models, predictions, data, fetching } = project;
  const stand = STAND_IN[task?.value ?? "none"];
  return [
    one("Model", model, ""),
    looked("Language", setup, ({ language }) => language, "the workflow assumes Python"),
    looked(
      "Training",
      training,
      ({ command }) => command,
      "the workflow begins with `python train.py`, which has to be changed",
    ),
    looked("Primary metric", primaryMetric, ({ name }) => name, `${stand} stands in its place`),
    looked("Task", task, (value) => value, "it follows from the predictions"),
    looked("Parameters", params, (value) => value, "none are recorded"),
    looked("Model files", models, (files) => files.join(", "), "nothing is packaged, so there are no versions"),
    looked(
      "Predictions",
      predictions,
      (value) => value,
      "metrics are compared as training logs them, without intervals",
    ),
    ...(data.datasets.length === 0
      ? [{ what: "Data", found: undefined, why: ["no dataset is recorded with a run"] as const }]
      : data.datasets.map((dataset) => looked("Data", dataset, ({ path }) => path, ""))),
    ...(fetching === undefined ? [] : [one("Fetching data", fetching, "")]),
  ];
}

function one(what: string, guess: Guess<string>, absent: string): LookedFor {
  return looked(what, guess, (value) => value, absent);
}

function looked<Value>(
  what: string,
  guess: Guess<Value> | undefined,
  show: (value: Value) => string,
  absent: string,
): LookedFor {
  if (guess === undefined) return { what, found: undefined, why: [absent] };
  return { what, found: [{ code: show(guess.value) }], why: guess.why };
}
