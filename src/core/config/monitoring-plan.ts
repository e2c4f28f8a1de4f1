import type { AlarmRule } from "../drift/budget/alarm-rule.ts";
import type { FalseAlarmBudget } from "../drift/budget/false-alarm-budget.ts";

/** When and how a model's data are looked at for drift. Durations in milliseconds. */
export interface DriftPlan {
  /** Undefined: nothing is due by itself. */
  readonly schedule: { readonly cron: string; readonly timeZone: string } | undefined;
  /** File name in .github/workflows. */
  readonly workflow: string;
  /** Key of the dataset; undefined where the model has none that has a name. */
  readonly dataset: string | undefined;
  readonly reference: "champion" | "accepted";
  /** At most so many reference batches. */
  readonly batches: number;
  /** Whether windows of the same weekday alone are the reference; `auto`: where the data have a weekly rhythm. */
  readonly weekly: "auto" | "on" | "off";
  /** Undefined: the workflow itself knows what is current. */
  readonly windowMs: number | undefined;
  readonly graceMs: number;
  /** When people are told. */
  readonly alarm: AlarmRule;
  /** Undefined: the rule's own level. */
  readonly falseAlarms: FalseAlarmBudget | undefined;
  readonly bounds: Readonly<Record<string, number>>;
}

/** When labels are expected. */
export interface LabelsPlan {
  readonly delayMs: number;
  /** Of a window's rows, from which on its performance is final. */
  readonly share: number;
}

/** One declared edit of one file. */
export interface EditPlan {
  readonly file: string;
  /** JSON pointer. */
  readonly pointer: string;
  /** Strings may hold variables in braces. */
  readonly value: string | number | boolean;
}

/** By what policy a model is retrained. Durations in milliseconds. */
export interface RetrainPlan {
  readonly open: "auto" | "command";
  /** `failed` of the last `of` windows. */
  readonly failed: number;
  readonly of: number;
  /** In the primary metric's own unit; undefined: performance triggers nothing. */
  readonly performanceDrop: number | undefined;
  readonly minIntervalMs: number;
  readonly cooldownMs: number;
  readonly gpuHoursPerMonth: number | undefined;
  /** Factor by which a cause that people closed has to grow before it counts again. */
  readonly worseBy: number;
  /** File name in .github/workflows of the training. */
  readonly workflow: string;
  readonly edits: readonly EditPlan[];
  readonly labels: readonly string[];
}
