import { z } from "zod";
import { label } from "../../evidence/limits.ts";
import { EvidenceKey } from "../../evidence/names.ts";
import { chooseMetric } from "../choose-metric.ts";
import type { GateFacts } from "../gate-facts.ts";
import type { RuleFinding } from "../gate-result.ts";
import { defineRule, type OptionIssue } from "../gate-rule.ts";
import { judgeAgainstChampion } from "../judge-against-champion.ts";
import { judgeMetricValue } from "../judge-metric-value.ts";

export const MetricOptions = z.strictObject({
  name: label().optional().describe("Name of the metric; the model's primary metric if not given."),
  versus: z.literal("champion").optional().describe("Compare with the version that holds the alias now."),
  "at-least": z
    .union([z.number(), z.enum(["better", "non-inferior"])])
    .optional()
    .describe(
      "A number: the value must not be lower. With `versus`: `better` than the champion, or `non-inferior` to it by `margin`.",
    ),
  "at-most": z.number().optional().describe("The value must not be higher."),
  margin: z
    .number()
    .nonnegative()
    .optional()
    .describe(
      "With `versus`: a difference smaller than this does not matter, in the metric's own unit; the metric's own margin if not given.",
    ),
  confidence: z
    .number()
    .min(0.5)
    .max(0.999)
    .optional()
    .describe(
      "Of the two-sided interval. With `versus` 0.95 if not given; with a number, the interval's bound must reach it instead of the value.",
    ),
  direction: z
    .enum(["higher", "lower"])
    .optional()
    .describe("Which way is better, where neither the model's metrics nor the catalogue says so."),
  "no-champion": z
    .enum(["pass", "fail", "inconclusive"])
    .default("pass")
    .describe("With `versus`: what it means that nothing holds the alias yet."),
  unpaired: z
    .enum(["allow", "inconclusive"])
    .default("allow")
    .describe("With `versus`: whether the wider interval of two separate evaluations may decide."),
  "without-interval": z
    .enum(["inconclusive", "values"])
    .default("inconclusive")
    .describe(
      "With `versus`: a metric of your own has no interval; `values` compares the bare numbers, which chance moves too.",
    ),
  again: z
    .boolean()
    .optional()
    .describe(
      "With `versus`: where the champion's own evaluation was on other test data, it counts that the challenger's workflow run judged the champion again beside it (`champion-package` of actions/evaluate).",
    ),
  evaluation: EvidenceKey.optional().describe("Key of the evaluation that counts, where a version has several."),
});
export type MetricOptions = z.infer<typeof MetricOptions>;

/** A metric of the challenger: against fixed bounds, or against the champion. */
export const METRIC = defineRule({
  meaning: "A metric reaches a bound, or is better than or not inferior to the champion's.",
  options: MetricOptions,
  check: checkOptions,
  evaluate: evaluateMetric,
});

function checkOptions(options: MetricOptions): readonly OptionIssue[] {
  const least = options["at-least"];
  const comparing = typeof least === "string";
  if (least === undefined && options["at-most"] === undefined) {
    const hint = "Write at-least: 0.7, at-most: 0.5, or versus: champion with at-least: non-inferior.";
    return [{ path: [], about: "value", message: "asks for nothing.", hint }];
  }
  if (comparing && options.versus === undefined) {
    return [{ path: ["at-least"], about: "value", message: "needs versus: champion.", hint: "Add it." }];
  }
  if (options.versus !== undefined && (!comparing || options["at-most"] !== undefined)) {
    const hint = "Write at-least: better or at-least: non-inferior; a fixed bound is a rule of its own.";
    return [{ path: ["versus"], about: "key", message: "compares with the champion, not with a number.", hint }];
  }
  if (comparing) return [];
  if (typeof least === "number" && (options["at-most"] ?? least) < least) {
    return [{ path: ["at-most"], about: "value", message: "is below at-least, which nothing can reach." }];
  }
  if (options.margin === undefined) return [];
  return [{ path: ["margin"], about: "key", message: "has no effect without versus: champion.", hint: "Remove it." }];
}

function evaluateMetric(options: MetricOptions, facts: GateFacts): RuleFinding {
  const chosen = chooseMetric(options.name, facts);
  const direction = options.direction ?? chosen.direction;
  if (options.versus === undefined) return judgeMetricValue(options, chosen.name, facts.challenger);
  if (direction === undefined) {
    return {
      verdict: "inconclusive",
      expected: `${chosen.name} against the champion`,
      actual: "it is not known whether higher or lower is better",
      todo: "Add direction: higher or direction: lower to the rule.",
    };
  }
  return judgeAgainstChampion(
    options,
    { name: chosen.name, direction, margin: options.margin ?? chosen.margin },
    facts,
  );
}
