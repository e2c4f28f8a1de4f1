import { findKnownMetric, METRICS, normalizeMetricName } from "../evaluation/metric-catalogue.ts";
import type { EvaluationTask } from "../evidence/evaluation-evidence.ts";
import type { Sentence } from "../report/sentence.ts";
import { metricFiles } from "./choose-files.ts";
import { parseJson } from "./parse-json.ts";
import type { Guess, ProjectSource } from "./project-source.ts";
import { readDvcPipeline } from "./read-dvc.ts";

/** A metric as the configuration names it. */
export interface FoundMetric {
  readonly name: string;
  readonly direction: "higher" | "lower";
  /** The catalogue's own name, whose direction need not be written down. */
  readonly known: boolean;
}

export interface FoundMetrics {
  /** Undefined: nothing that says which way is better was found. */
  readonly primary: Guess<FoundMetric> | undefined;
  /** Further ones, at most five. */
  readonly others: readonly FoundMetric[];
  readonly task: Guess<EvaluationTask> | undefined;
}

/** Which of several metrics decides, if nobody says: those that need no threshold first. */
const PREFERRED: readonly string[] = [
  ...["roc-auc", "pr-auc", "f1", "balanced-accuracy", "accuracy", "mcc", "log-loss", "brier"],
  ...["rmse", "mae", "r2", "mape", "map", "iou", "ndcg", "bleu", "wer", "perplexity", "mse"],
];
const MAX_OTHERS = 5;
const MAX_NAMES = 200;
const MAX_DEPTH = 4;

/** Metrics that a project writes, from the files that hold them and from what its scripts compute. */
export function detectMetrics(source: ProjectSource): FoundMetrics {
  const places = [...inFiles(source), ...inScripts(source)];
  const found = new Map<string, { readonly metric: FoundMetric; readonly place: string }>();
  for (const { name, place } of places) {
    const metric = toMetric(name);
    const key = normalizeMetricName(metric?.name ?? "");
    if (metric !== undefined && !found.has(key)) found.set(key, { metric, place });
  }
  const [first, ...rest] = [...found.values()].toSorted((a, b) => rank(a.metric) - rank(b.metric));
  if (first === undefined) return { primary: undefined, others: [], task: taskInScripts(source) };
  const why: Sentence = [{ code: first.place }, ` has it; ${first.metric.direction} is better`];
  return {
    primary: { value: first.metric, why },
    others: rest.slice(0, MAX_OTHERS).map(({ metric }) => metric),
    task: taskOf(first.metric, first.place) ?? taskInScripts(source),
  };
}

interface NamedPlace {
  readonly name: string;
  readonly place: string;
}

function inFiles({ paths, texts }: ProjectSource): readonly NamedPlace[] {
  const { stages, metrics } = readDvcPipeline(texts.get("dvc.yaml"));
  const declared = [...metrics, ...stages.flatMap((stage) => stage.metrics)];
  const files = [...new Set([...declared, ...metricFiles(paths)])];
  return files.flatMap((place) => namesIn(parseJson(texts.get(place)), 0).map((name) => ({ name, place })));
}

/** Names of the numbers in a value, however deep; of `{"test": {"auc": 0.7}}` `auc`. */
function namesIn(value: unknown, depth: number): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > MAX_DEPTH) return [];
  return Object.entries(value)
    .slice(0, MAX_NAMES)
    .flatMap(([name, inner]) => (typeof inner === "number" ? [name] : namesIn(inner, depth + 1)))
    .slice(0, MAX_NAMES);
}

/** What scikit-learn calls the functions that compute them. */
const FUNCTIONS: readonly (readonly [RegExp, string])[] = [
  [/\broc_auc_score\b/, "roc-auc"],
  [/\baverage_precision_score\b/, "pr-auc"],
  [/\bf1_score\b/, "f1"],
  [/\bbalanced_accuracy_score\b/, "balanced-accuracy"],
  [/\baccuracy_score\b|metrics=\[["']accuracy["']/, "accuracy"],
  [/\bmatthews_corrcoef\b/, "mcc"],
  [/\blog_loss\b/, "log-loss"],
  [/\bbrier_score_loss\b/, "brier"],
  [/\broot_mean_squared_error\b/, "rmse"],
  [/\bmean_absolute_error\b/, "mae"],
  [/\br2_score\b/, "r2"],
  [/\bmean_squared_error\b/, "rmse"],
];

function inScripts({ texts }: ProjectSource): readonly NamedPlace[] {
  return scriptsOf(texts).flatMap(([place, text]) =>
    FUNCTIONS.flatMap(([pattern, name]) => (pattern.test(text) ? [{ name, place }] : [])),
  );
}

function scriptsOf(texts: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...texts].filter(([path]) => /\.(py|ipynb|R|r|jl)$/.test(path));
}

/** Prefixes that say on which rows, or by whom. */
const PREFIX = /^(test|val|valid|validation|eval|dev|holdout|best|final)[\s_./-]+/i;

function toMetric(name: string): FoundMetric | undefined {
  if (!/^[A-Za-z][\w ./-]{0,59}$/.test(name) || /^train/i.test(name)) return undefined;
  const bare = name.replace(PREFIX, "");
  const known = findKnownMetric(name) ?? findKnownMetric(bare);
  if (known === undefined) return undefined;
  const { direction, tasks } = known.metric;
  // The evaluation computes it, under the catalogue's name; of the others only the log knows, under its own.
  if (tasks.length > 0) return { name: known.name, direction, known: true };
  return { name, direction, known: findKnownMetric(name) !== undefined };
}

function rank({ name }: FoundMetric): number {
  const at = PREFERRED.indexOf(findKnownMetric(name.replace(PREFIX, ""))?.name ?? name);
  return at === -1 ? PREFERRED.length : at;
}

function taskOf({ name }: FoundMetric, place: string): Guess<EvaluationTask> | undefined {
  const [first, ...others] = Object.entries(METRICS).find(([known]) => known === name)?.[1].tasks ?? [];
  if (first === undefined || others.length > 0) return undefined;
  return { value: first, why: [{ code: place }, " has ", { code: name }, ", which is of no other task"] };
}

const TASKS: readonly (readonly [RegExp, EvaluationTask])[] = [
  [/\b\w*Regressor\b|\b(Linear|Ridge|Lasso)Regression\b|\bmean_(squared|absolute)_error\b|\bMSELoss\b/, "regression"],
  [/\bCrossEntropyLoss\b|\bcategorical_crossentropy\b|\bsoftmax\b|\bnum_class(es)?\b/, "multiclass"],
  [/\bbrier_score_loss\b|\bBCE(WithLogits)?Loss\b|\bbinary_crossentropy\b|\bbinary:logistic\b/, "binary"],
];

function taskInScripts({ texts }: ProjectSource): Guess<EvaluationTask> | undefined {
  for (const [place, text] of scriptsOf(texts)) {
    for (const [pattern, value] of TASKS) {
      const [word] = pattern.exec(text) ?? [];
      if (word !== undefined) return { value, why: [{ code: place }, " speaks of ", { code: word }] };
    }
  }
  return undefined;
}
