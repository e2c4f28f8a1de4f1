import { z } from "zod";
import { label } from "../../evidence/limits.ts";
import { EvidenceKey } from "../../evidence/names.ts";
import { formatPlain, formatQuantity } from "../../report/format-number.ts";
import { chooseMetric } from "../choose-metric.ts";
import type { GateFacts } from "../gate-facts.ts";
import type { RuleFinding } from "../gate-result.ts";
import { defineRule, type OptionIssue } from "../gate-rule.ts";
import { firstHolder } from "../judge-against-champion.ts";
import { formatPercent } from "../judge-metric-value.ts";
import { judgeSlices, pairSlices, type SliceJudgement } from "../judge-slices.ts";
import { pairVersions } from "../pair-versions.ts";

export const SlicesOptions = z.strictObject({
  metric: label().optional().describe("Name of the metric; the model's primary metric if not given."),
  "max-drop": z
    .number()
    .nonnegative()
    .optional()
    .describe("How much worse a slice may be than the champion, in the metric's own unit."),
  "max-relative-drop": z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("The same as a share of the champion's value on the slice."),
  columns: z
    .array(label())
    .min(1)
    .max(20)
    .optional()
    .describe("Slice columns that count; all that were evaluated if not given."),
  "min-rows": z.int().min(2).default(100).describe("Slices with fewer rows are too small to judge."),
  "few-rows": z
    .enum(["ignore", "inconclusive"])
    .default("ignore")
    .describe("What a slice with too few rows means; it is listed in either case."),
  correction: z
    .enum(["holm", "bh"])
    .default("holm")
    .describe(
      "For many slices: `holm` holds the chance of any false alarm at `level`, `bh` (Benjamini, Hochberg) the share of false alarms.",
    ),
  level: z.number().gt(0).max(0.5).default(0.05).describe("The level that `correction` holds."),
  "in-doubt": z
    .enum(["pass", "inconclusive"])
    .default("pass")
    .describe("What a slice means that dropped further than allowed, but not by more than chance does."),
  evaluation: EvidenceKey.optional().describe("Key of the evaluation that counts, where a version has several."),
});
export type SlicesOptions = z.infer<typeof SlicesOptions>;

/** No slice is worse than the champion's by more than is allowed. */
export const SLICES = defineRule({
  meaning: "No slice is worse than the champion's by more than is allowed, corrected for their number.",
  options: SlicesOptions,
  check: checkOptions,
  evaluate: evaluateSlices,
});

function checkOptions(options: SlicesOptions): readonly OptionIssue[] {
  const given = [options["max-drop"], options["max-relative-drop"]].filter((drop) => drop !== undefined).length;
  if (given === 1) return [];
  const hint = "Write one of max-drop (in the metric's unit) and max-relative-drop (a share).";
  return [
    { path: [], about: "value", message: given === 0 ? "allows no drop and forbids none." : "has two bounds.", hint },
  ];
}

function evaluateSlices(options: SlicesOptions, facts: GateFacts): RuleFinding {
  const chosen = chooseMetric(options.metric, facts);
  const expected = describeDemand(options, chosen.name);
  const { challenger, champion } = facts;
  if (champion === undefined) return firstHolder("pass", expected);
  const { direction, name } = chosen;
  if (direction === undefined) {
    const todo = "Name the metric with its direction in the model's metrics.";
    return { verdict: "inconclusive", expected, actual: "it is not known whether higher or lower is better", todo };
  }
  const pairing = pairVersions(challenger, champion, {
    metric: name,
    evaluation: options.evaluation,
    again: false,
  });
  if (pairing.kind === "none") {
    return { verdict: "inconclusive", expected, actual: pairing.why, todo: pairing.todo };
  }
  const slices = pairSlices(pairing, name).filter(
    ({ column }) => options.columns === undefined || options.columns.includes(column),
  );
  if (slices.length === 0) {
    const todo = "Name the columns in slices: of the model, and let the evaluation write them into its predictions.";
    return { verdict: "inconclusive", expected, actual: "no slice was evaluated for both versions", todo };
  }
  const basis = pairing.kind === "paired" ? "" : `, unpaired and so less sharp: ${pairing.why}`;
  return conclude(options, expected, judgeSlices(slices, { ...options, direction }), basis);
}

function describeDemand(options: SlicesOptions, name: string): string {
  const relative = options["max-relative-drop"];
  const drop = relative === undefined ? formatPlain(options["max-drop"] ?? 0) : formatPercent(relative);
  const columns = options.columns === undefined ? "" : ` of ${options.columns.join(", ")}`;
  const correction = options.correction === "holm" ? "Holm" : "Benjamini–Hochberg";
  return `no slice${columns} worse in ${name} by more than ${drop} (${correction}, ${formatPercent(options.level)})`;
}

const ORDER = ["worse", "unknown", "in-doubt", "few-rows"] as const;

function conclude(
  options: SlicesOptions,
  expected: string,
  judged: readonly SliceJudgement[],
  basis: string,
): RuleFinding {
  const of = (kind: SliceJudgement["kind"]) => judged.filter((slice) => slice.kind === kind);
  const details = ORDER.flatMap((kind) => of(kind).map(({ words }) => words));
  const counted = judged.length - of("few-rows").length;
  const [worse, unknown, doubtful, few] = ORDER.map((kind) => of(kind).length);
  const head = { expected, ...(details.length === 0 ? {} : { details }) };
  const listed = few === 0 ? "" : `; ${formatQuantity(few ?? 0, "slice")} with too few rows`;
  if ((worse ?? 0) > 0) {
    const actual = `${String(worse)} of ${formatQuantity(counted, "slice")} worse${listed}${basis}`;
    return { ...head, verdict: "fail", actual, todo: "Look at the rows of these slices, and train again." };
  }
  const open = [
    ...((unknown ?? 0) > 0 ? [`${formatQuantity(unknown ?? 0, "slice")} without a comparable value`] : []),
    ...((doubtful ?? 0) > 0 && options["in-doubt"] === "inconclusive"
      ? [`${formatQuantity(doubtful ?? 0, "slice")} worse, perhaps by chance`]
      : []),
    ...((few ?? 0) > 0 && options["few-rows"] === "inconclusive"
      ? [`${formatQuantity(few ?? 0, "slice")} with too few rows`]
      : []),
    ...(counted === 0 ? [`all slices have fewer than ${formatQuantity(options["min-rows"], "row")}`] : []),
  ];
  if (open.length > 0) {
    const todo = "Evaluate on more labelled rows, or name the columns that count.";
    return { ...head, verdict: "inconclusive", actual: `${open.join("; ")}${basis}`, todo };
  }
  const chance = (doubtful ?? 0) === 0 ? "" : `, ${String(doubtful)} of them worse by no more than chance`;
  return { ...head, verdict: "pass", actual: `${formatQuantity(counted, "slice")} judged${chance}${listed}${basis}` };
}
