import type { EvaluationTask } from "../evidence/evaluation-evidence.ts";

export interface KnownMetric {
  /** As shown to people. */
  readonly label: string;
  readonly direction: "higher" | "lower";
  readonly tasks: readonly EvaluationTask[];
  /** Other spellings that people use for it in configuration and in logs; compared after {@link normalizeMetricName}. */
  readonly aliases: readonly string[];
}

/**
 * Metrics whose direction is known. The key is the name in evidence and configuration. Definitions are those of
 * scikit-learn 1.9; multiclass precision, recall and F1 are macro averages, multiclass ROC AUC is one-vs-rest macro.
 */
export const METRICS = {
  accuracy: { label: "accuracy", direction: "higher", tasks: ["binary", "multiclass"], aliases: ["acc", "top1"] },
  "balanced-accuracy": {
    label: "balanced accuracy",
    direction: "higher",
    tasks: ["binary", "multiclass"],
    aliases: ["bacc"],
  },
  precision: { label: "precision", direction: "higher", tasks: ["binary", "multiclass"], aliases: ["ppv"] },
  recall: { label: "recall", direction: "higher", tasks: ["binary", "multiclass"], aliases: ["sensitivity", "tpr"] },
  f1: { label: "F1", direction: "higher", tasks: ["binary", "multiclass"], aliases: ["f1-score"] },
  "roc-auc": {
    label: "ROC AUC",
    direction: "higher",
    tasks: ["binary", "multiclass"],
    aliases: ["auc", "auroc", "roc-auc-score"],
  },
  "pr-auc": { label: "PR AUC", direction: "higher", tasks: ["binary"], aliases: ["average-precision", "ap", "auprc"] },
  "log-loss": {
    label: "log loss",
    direction: "lower",
    tasks: ["binary", "multiclass"],
    aliases: ["cross-entropy", "logloss", "nll"],
  },
  brier: { label: "Brier", direction: "lower", tasks: ["binary"], aliases: ["brier-score"] },
  mcc: { label: "MCC", direction: "higher", tasks: ["binary", "multiclass"], aliases: ["matthews-corrcoef"] },
  // Estimated without labels only; no evaluation computes it.
  specificity: { label: "specificity", direction: "higher", tasks: [], aliases: ["tnr", "true-negative-rate"] },
  mae: { label: "MAE", direction: "lower", tasks: ["regression"], aliases: ["mean-absolute-error", "l1"] },
  rmse: { label: "RMSE", direction: "lower", tasks: ["regression"], aliases: ["root-mean-squared-error"] },
  r2: { label: "R²", direction: "higher", tasks: ["regression"], aliases: ["r2-score"] },
  mape: { label: "MAPE", direction: "lower", tasks: ["regression"], aliases: ["mean-absolute-percentage-error"] },
  mse: { label: "MSE", direction: "lower", tasks: [], aliases: ["mean-squared-error"] },
  loss: { label: "loss", direction: "lower", tasks: [], aliases: ["val-loss", "eval-loss", "test-loss", "train-loss"] },
  perplexity: { label: "perplexity", direction: "lower", tasks: [], aliases: ["ppl"] },
  map: { label: "mAP", direction: "higher", tasks: [], aliases: ["mean-average-precision", "map50", "map50-95"] },
  ndcg: { label: "NDCG", direction: "higher", tasks: [], aliases: [] },
  iou: { label: "IoU", direction: "higher", tasks: [], aliases: ["miou", "mean-iou"] },
  bleu: { label: "BLEU", direction: "higher", tasks: [], aliases: ["sacrebleu"] },
  wer: { label: "WER", direction: "lower", tasks: [], aliases: ["word-error-rate"] },
} as const satisfies Record<string, KnownMetric>;

export type KnownMetricName = keyof typeof METRICS;

/** `roc_auc`, `ROC AUC` and `roc-auc` are one name. */
export function normalizeMetricName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s_./]+/g, "-");
}

/** By name and by alias; what stands first in the catalogue wins. */
const BY_NAME = new Map(
  (Object.entries(METRICS) as [KnownMetricName, KnownMetric][])
    .flatMap(([name, metric]) => [name, ...metric.aliases].map((key) => [key, { name, metric }] as const))
    .toReversed(),
);

/** The catalogue's entry for a name or one of its aliases. */
export function findKnownMetric(
  name: string,
): { readonly name: KnownMetricName; readonly metric: KnownMetric } | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(normalizeMetricName(name));
}
